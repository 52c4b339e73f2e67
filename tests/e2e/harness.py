"""Runs trireme and reads everything it says: exit code, terminal, JUnit, event log. Each test_*.py is run alone:
python3 test_x.py --trireme PATH --programs DIR (or the variables TRIREME and PROGRAMS)."""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

# Whoever started us may ignore them, and trireme then would too.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

ESCAPE = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


def _path(option, variable):
    if option in sys.argv:
        at = sys.argv.index(option)
        os.environ[variable] = sys.argv[at + 1]
        del sys.argv[at : at + 2]
    return os.path.abspath(os.environ.get(variable, ""))


TRIREME = _path("--trireme", "TRIREME")
PROGRAMS = _path("--programs", "PROGRAMS")


def text_of(value):
    """A string of the log: text, or bytes as {"hex": …}."""
    return bytes.fromhex(value["hex"]).decode(errors="replace") if isinstance(value, dict) else value


def all_text_of(value):
    """Every string in a part of the log, one after another."""
    if isinstance(value, dict) and "hex" not in value:
        value = list(value.values())
    return "\n".join(map(all_text_of, value)) if isinstance(value, list) else str(text_of(value))


def read_log(path):
    return [json.loads(line) for line in pathlib.Path(path).read_bytes().splitlines()]


class Result:
    def __init__(self, process, directory):
        self.code = process.returncode
        self.raw = process.stdout
        self.out = process.stdout.decode(errors="replace")
        self.err = process.stderr.decode(errors="replace")
        log, junit = directory / "log.jsonl", directory / "junit.xml"
        self.log_path = log
        self.events = read_log(log) if log.exists() else []
        self.junit = ElementTree.parse(junit).getroot() if junit.exists() else None

    def of(self, kind):
        return [event for event in self.events if event["type"] == kind]

    def outcomes(self):
        return {text_of(event["id"]): event["outcome"] for event in self.of("test_finished")}

    def finished(self, ending):
        return next(event for event in self.of("test_finished") if text_of(event["id"]).endswith(ending))

    def last_line(self):
        return self.out.rstrip().rsplit("\n", 1)[-1].strip("= ")


def cgroup_with(limits):
    """A fresh cgroup, None where that is not allowed. The limits: what is to be in which files, by the folder of the groups."""
    for folder, files in limits.items():
        group = pathlib.Path(folder) / f"trireme_e2e_{os.getpid()}"
        try:
            group.mkdir()
        except OSError:
            continue
        try:
            for name, text in files.items():
                with open(group / name, "r+") as file:  # where no cgroups are, there is none
                    file.write(text)
            return group
        except OSError:
            group.rmdir()
    return None


def is_removed(group):
    """Busy while one that was in it is still ending."""
    try:
        group.rmdir()
    except OSError:
        return False
    return True


class Case(unittest.TestCase):
    """A test with a directory of its own, in which trireme is run."""

    maxDiff = None

    def setUp(self):
        kept = tempfile.TemporaryDirectory(prefix="trireme_e2e_", ignore_cleanup_errors=True)
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.log, self.junit = self.directory / "log.jsonl", self.directory / "junit.xml"
        self.cwd = self.directory / "cwd"
        self.cwd.mkdir()

    def environment(self, **more):
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "USER") if name in os.environ}
        return {**keep, "HOME": str(self.directory), "XDG_CACHE_HOME": str(self.directory / "cache"), **more}

    def command(self, *args):
        return [TRIREME, *map(str, args)]

    def start(self, *args, env=None, **popen):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **popen}
        return subprocess.Popen(self.command(*args), cwd=self.cwd, env=self.environment(**(env or {})), **options)

    def run_trireme(self, *args, env=None, timeout=120):
        process = subprocess.run(self.command(*args), cwd=self.cwd, env=self.environment(**(env or {})), timeout=timeout,
                                 capture_output=True, stdin=subprocess.DEVNULL)  # fmt: skip
        return Result(process, self.directory)

    def run_reported(self, *args, **kinds):
        """With all reports, which must agree; see agreement.py."""
        return self.run_trireme(*self.reports(), *args, **kinds)

    def run_with_stacks(self, *args):
        """Again where gdb was too slow: others may use the machine."""
        for _ in range(3):
            result = self.run_reported(*args)
            if "gdb took longer than" not in result.out:
                break
        return result

    def reports(self):
        return "-v", f"--report-log={self.log}", f"--junitxml={self.junit}"

    def link(self, *programs):
        """Links in the working directory, so that node ids are short."""
        for program in programs:
            (self.cwd / program).symlink_to(pathlib.Path(PROGRAMS) / program)

    def config(self, text):
        (self.cwd / "trireme.toml").write_text(text)


def tests_in(suite):
    return [test for each in suite for test in tests_in(each)] if isinstance(suite, unittest.TestSuite) else [suite]


class SideBySide:
    """For unittest.main(testRunner=…): some tests at a time, because most of their time they wait."""

    def run(self, suite):
        total = unittest.TestResult()
        with ThreadPoolExecutor(os.cpu_count() + 1) as pool:
            for each in pool.map(lambda test: test.run(), tests_in(suite)):
                total.testsRun += each.testsRun
                total.failures += each.failures
                total.errors += each.errors
        for test, text in total.failures + total.errors:
            print(f"{test}\n{text}", file=sys.stderr)
        print(f"{total.testsRun} tests, {len(total.failures + total.errors)} failed", file=sys.stderr)
        return total


def wait_until(condition, seconds=20):
    """Is it so, within some seconds?"""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def processes_with(text):
    """Those that have it in their environment, zombies aside."""
    found = []
    for each in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if text.encode() in (each / "environ").read_bytes():
                found.append((int(each.name), (each / "cmdline").read_bytes()))
        except OSError:
            continue
    return found


def children(pid):
    try:
        return list(map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return []


def kill_at_once(*pids):
    """Several are stopped first, so that none sees the death of another; a guard whose controller stops would stop as well. They may
    have ended."""
    for number in (signal.SIGSTOP, signal.SIGKILL)[len(pids) < 2 :]:
        for each in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, number)


def kill_both(process):
    """Guard and controller of a running trireme."""
    kill_at_once(process.pid, controller_of(process))


def controller_of(process):
    """Of a running trireme, which is the guard: the process that does the work."""
    (controller,) = [each for each in children(process.pid) if b"trireme" in pathlib.Path(f"/proc/{each}/cmdline").read_bytes()]
    return controller
