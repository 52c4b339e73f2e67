"""One run of trireme to which something is done, and what must hold afterwards whatever it was:

- it ends in time, uses little CPU, and is not ended by a signal or an exception of its own;
- with exit code 0 or 1 every test has exactly one outcome, in all reports; with another it says why, as an error;
- no test passed that must fail, and a run that is not as it would be undisturbed does not end with 0;
- a report that is there is whole: JUnit parses, and so does each line of the log;
- no process of it lives, and its temporary directories are gone.

See harness.py of the end-to-end tests for the variables TRIREME and PROGRAMS."""

import itertools
import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter

for other in ("e2e", "programs"):
    sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / other))

from harness import PROGRAMS, TRIREME, processes_with, read_log, text_of, wait_until
from model import MODEL

# AddressSanitizer looks for leaks in a process of its own, with descriptors of its own, and waits for ever for one that was
# killed: for trials that may take either from it. Other builds do not read this.
NO_LEAK_CHECK = {"ASAN_OPTIONS": "detect_leaks=0"}
# UndefinedBehaviorSanitizer makes a pipe to look whether an object is there.
NEEDS_PIPE = b"__ubsan_" in pathlib.Path(TRIREME).read_bytes()
PATIENCE = 60  # seconds for a run that takes a tenth of one
CPU = 4  # seconds that a run may compute, tests included
BAD = {"failed", "crashed", "timed out", "error", "interrupted", "not run", "flaky"}
CRASHES = (" was killed (", "terminate called", "Sanitizer", "runtime error:", "Assertion", "stack smashing", "free():")


def expected(programs):
    return {f"{name}::{test}": outcome for name in programs for test, outcome in MODEL[name].tests.items()}


def wait_for(pid, seconds):
    """The status and what it used; None when it has not ended by then."""
    pidfd = os.pidfd_open(pid)
    try:
        if not select.select([pidfd], [], [], seconds)[0]:
            return None
    finally:
        os.close(pidfd)
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


class Trial:
    """In a directory of its own, removed with `close`."""

    numbers = itertools.count()
    may_leave_directories = False

    def __init__(self, programs, *options):
        self.kept = tempfile.TemporaryDirectory(prefix="trireme_fault_", ignore_cleanup_errors=True)
        self.directory = pathlib.Path(self.kept.name)
        self.mark = f"FAULT_TRIAL={os.getpid()}.{next(Trial.numbers)}."
        self.programs, self.options = programs, options
        self.log, self.junit = self.directory / "out" / "log.jsonl", self.directory / "out" / "junit.xml"
        for each in ("cwd", "tmp", "out"):
            (self.directory / each).mkdir()
        for program in programs:
            (self.directory / "cwd" / program).symlink_to(pathlib.Path(PROGRAMS) / program)

    def close(self):
        self.kept.cleanup()

    def environment(self):
        name, value = self.mark.split("=")
        return {"PATH": os.environ["PATH"], "HOME": str(self.directory), "TMPDIR": str(self.directory / "tmp"),
                "XDG_CACHE_HOME": str(self.directory / "cache"), name: value}  # fmt: skip

    def command(self):
        return [TRIREME, "-v", f"--report-log={self.log}", f"--junitxml={self.junit}", *self.options, *self.programs]

    def start(self, env=None, **popen):
        with open(self.directory / "stdout", "wb") as out, open(self.directory / "stderr", "wb") as err:
            self.process = subprocess.Popen(self.command(), cwd=self.directory / "cwd", env={**self.environment(), **(env or {})},
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=err, **popen)  # fmt: skip
        return self.process

    def finish(self):
        """Waits for the end; what was wrong so far."""
        ended = wait_for(self.process.pid, PATIENCE)
        if ended is None:
            stuck = self.processes()
            for pid, _ in stuck:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.code, _ = wait_for(self.process.pid, PATIENCE)
            self.process.returncode = self.code
            return [f"did not end within {PATIENCE} s: {stuck}"]
        self.code, cpu = ended
        self.process.returncode = self.code
        return [f"used {cpu:.1f} s of CPU"] if cpu > CPU else []

    def processes(self):
        return [each for each in processes_with(self.mark) if each[0] != os.getpid()]

    def said(self):
        return "".join((self.directory / name).read_text(errors="replace") for name in ("stdout", "stderr"))

    def left_directories(self):
        """Of runs and listings; the home of all runs may stay."""
        homes = list((self.directory / "tmp").iterdir())
        return [each for each in homes if not each.name.startswith("trireme-of-")] + [run for home in homes for run in home.iterdir()]

    def settle(self, seconds):
        """Waits until nothing is left of it, as long as that may take."""
        wait_until(lambda: not self.processes() and not self.left_directories(), seconds)

    def events(self):
        return read_log(self.log) if self.log.exists() else []

    def check_reports(self):
        """Each is whole, and when the run says that it is complete they are."""
        problems, log, cases = [], None, None
        try:
            log = self.events()
        except ValueError as error:
            problems.append(f"the log is damaged: {error}")
        try:
            cases = ElementTree.parse(self.junit).getroot().findall("testsuite/testcase") if self.junit.exists() else None
        except ElementTree.ParseError as error:
            problems.append(f"JUnit is damaged: {error}")
        strangers = {each.name for each in self.junit.parent.iterdir()} - {"log.jsonl", "junit.xml"}
        if strangers:
            problems.append(f"left beside the reports: {strangers}")
        return problems if problems else self.check_outcomes(log or [], cases)

    def check_outcomes(self, log, cases):
        ids = [text_of(each["id"]) for each in log if each["type"] == "test_finished"]
        outcomes = {text_of(each["id"]): each["outcome"] for each in log if each["type"] == "test_finished"}
        wanted = expected(self.programs)
        problems = [f"{times} outcomes of {name}" for name, times in Counter(ids).items() if times > 1]
        problems += [f"{name} passed" for name, outcome in outcomes.items() if outcome == "passed" and wanted.get(name) in BAD]
        if self.code not in (0, 1):
            return problems
        if set(ids) != set(wanted):
            problems.append(f"exit code {self.code} without an outcome of {set(wanted) - set(ids)}")
        if log[-1:] == [] or log[-1]["type"] != "run_finished":
            problems.append(f"exit code {self.code} and an unfinished log")
        if cases is None or len(cases) < len(ids):
            problems.append(f"exit code {self.code} and no whole JUnit")
        if self.code == 0 and (outcomes != wanted or set(outcomes.values()) & BAD):
            problems.append(f"exit code 0 with {Counter(outcomes.values())}")
        return problems

    def check_words(self):
        said = self.said()
        problems = [f"it said {word!r}" for word in CRASHES if word in said]
        if not 0 <= self.code <= 4:
            problems.append(f"ended with {self.code}")
        if self.code in (2, 3, 4) and "ERROR" not in said and "nterrupted" not in said:
            problems.append(f"ended with {self.code} and does not say why")
        return problems

    def check_remains(self):
        problems = [f"lives on: {each}" for each in self.processes()]
        return problems + ([] if self.may_leave_directories else [f"left {each}" for each in self.left_directories()])

    def check(self):
        """What is wrong, after the end."""
        return self.finish() + self.check_words() + self.check_reports() + self.check_remains()
