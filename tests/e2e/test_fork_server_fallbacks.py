"""A program that cannot be forked is executed: what comes of its tests is the same either way, and -v says why."""

import os
import pathlib
import shutil
import struct
import unittest

from agreement import check_agreement
from harness import PROGRAMS, Case, SideBySide, text_of

NOTE = "is executed for each process and not forked, because it "
STARTED = "started a process before main"
OPENED = "opened a file, pipe or socket before main"
MISSED = "did not stop before its main"
# What before_main.cc does: why it is not forked; "" = it is.
BEFORE_MAIN = {
    "socket": OPENED, "pipe": OPENED, "epoll": OPENED, "timerfd": OPENED, "file": OPENED,
    "timer": "set a timer before main", "interval": "set a timer before main",
    "child": STARTED, "daemon": STARTED, "unknown_daemon": STARTED, "thread": "started a thread before main",
    "shared_memory": "made shared memory before main", "locked_memory": "locked memory before main",
    "redirection": "redirected its output or input before main",
    "other_group": "changed its process group or session before main",
    "namespace": "changed its namespaces before main",
    "closes_descriptors": MISSED, "takes_descriptors": MISSED,
    "varying_variable": "reads or sets the variable TRIREME_TMPDIR before main",
    "varying_secure": "reads or sets the variable TEST_PREMATURE_EXIT_FILE before main",
    "floods": "wrote more than 1 MiB before its main", "writes_much": "",
    "is_slow": "did not come to its main within 2 s",
    "worker_variable": "", "sets_variable": "", "harmless_variable": "", "random_device": "",
    "signals": "", "reaps": "", "prints": "", "nothing": "",
}  # fmt: skip


def essence(result):
    """What the user is told of the tests: all but times and what differs in each run."""
    finished = {text_of(event["id"]): [event["outcome"], event.get("failures"), event.get("output"), event.get("reason")]
                for event in result.of("test_finished")}  # fmt: skip
    processes = sorted(text_of(event["id"]) + text_of(event["text"]) for event in result.of("process_failed"))
    collection = sorted(text_of(event["path"]) + text_of(event["text"]) for event in result.of("collection_failed"))
    return result.code, finished, processes, collection


def why_executed(result):
    texts = [text_of(event["text"]) for event in result.of("notice")]
    return [text.split(NOTE)[1] for text in texts if NOTE in text]


class Fallbacks(Case):
    def check(self, program, why, *args, tests=True, workers=2, **variables):
        """Is what comes of it the same with every launcher, first without and then with a cached listing?"""
        executed = self.run_reported(f"-n{workers}", "--stacks=0", "--launcher=exec", "--isolation=test", *args, program, env=variables)
        self.assertEqual(bool(executed.outcomes()), tests, executed.out + executed.err)
        shutil.rmtree(self.directory / "cache", ignore_errors=True)
        for launcher, expected in (("forkserver", why), ("forkserver", why), ("auto", None)):
            result = self.run_reported(f"-n{workers}", "--stacks=0", f"--launcher={launcher}", "--isolation=test", *args, program, env=variables)
            check_agreement(self, result)
            self.assertEqual(essence(result), essence(executed), result.out)
            if expected is not None:
                self.assertEqual(why_executed(result), [expected] if expected else [])

    def copied(self, name, as_name):
        return pathlib.Path(shutil.copy(pathlib.Path(PROGRAMS) / name, self.cwd / as_name))

    def test_why_it_is_executed_is_said_where_it_was_asked_for(self):
        self.link("before_main")
        for launcher, told in (("auto", 0), ("forkserver", 1)):
            for verbose in ((), ("-v",)):
                result = self.run_trireme(*verbose, f"--launcher={launcher}", "before_main", env={"BEFORE_MAIN": "socket"})
                self.assertEqual(result.out.count(NOTE + OPENED), 1 if verbose else told, result.out)

    def test_how_it_was_built(self):
        built = {"static": "is linked statically", "static_pie": "is linked statically",
                 "with_other_loader": f"has another loader than Trireme: {PROGRAMS}/other_loader",
                 "static_cxx_library": "", "bound_at_once": "", "not_relocatable": ""}  # fmt: skip
        self.link(*built)
        for program, why in built.items():
            with self.subTest(program):
                self.check(program, why)

    def test_what_comes_between_the_loader_and_main(self):
        self.link("own_getenv", "own_start", "executes_itself")
        self.check("own_getenv", "has a getenv of its own")
        self.check("executes_itself", MISSED)
        self.check("own_start", MISSED)

    def test_one_that_never_comes_to_main_cannot_be_listed(self):
        self.link("before_main")
        for what in ("dies", "exits"):
            with self.subTest(what):
                self.check("before_main", "", tests=False, BEFORE_MAIN=what)

    def test_setuid(self):
        self.copied("crashes", "setuid").chmod(0o4755)
        self.copied("crashes", "setgid").chmod(0o2755)
        for program in ("setuid", "setgid"):
            self.check(program, "is setuid or setgid or has capabilities")

    @unittest.skipUnless(os.geteuid() == 0, "only root may give capabilities to a file")
    def test_capabilities(self):
        program = self.copied("crashes", "capable")
        os.setxattr(program, "security.capability", struct.pack("<5I", 0x02000001, 1 << 10, 0, 0, 0))
        self.check("capable", "is setuid or setgid or has capabilities")

    def test_a_script(self):
        script = self.cwd / "script"
        script.write_text(f'#!/bin/sh\nexec {PROGRAMS}/crashes "$@"\n')
        script.chmod(0o755)
        self.check("script", "is no 64-bit ELF program that can be read")

    def patched(self, as_name, offset, value):
        program = self.copied("crashes", as_name)
        content = program.read_bytes()
        program.write_bytes(content[:offset] + value + content[offset + len(value) :])
        return as_name

    def test_programs_for_other_machines_are_refused_alike(self):
        program = self.patched("foreign", 18, struct.pack("<H", 243))  # RISC-V
        self.check(program, "", tests=False)

    def test_what_says_to_be_of_32_bits(self):
        program = self.patched("narrow", 4, b"\x01")  # the kernel does not look there
        self.check(program, "is no 64-bit ELF program that can be read")


def case_of(what, why):
    @unittest.skipIf(what == "namespace" and os.geteuid() != 0, "only root may unshare a namespace of processes")
    def test(self):
        self.link("before_main")
        # One worker must run a second test to have another directory.
        self.check("before_main", why, workers=1 if what.startswith("varying") else 2, BEFORE_MAIN=what)

    return test


for what, why in BEFORE_MAIN.items():
    setattr(Fallbacks, f"test_{what}_before_main", case_of(what, why))

if __name__ == "__main__":
    unittest.main(testRunner=SideBySide)
