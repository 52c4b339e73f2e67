"""A program that is executed and crashes is shown with the stack in its core, where its user has the system write cores. Nobody else
makes them, removes them or takes another's for it."""

import os
import pathlib
import re
import resource
import shutil
import unittest

from agreement import check_agreement
from harness import Case, text_of

PATTERN = pathlib.Path("/proc/sys/kernel/core_pattern").read_text().strip()
NONE = "no stacks: an executed process has its stack in its core, and wrote none (ulimit -c unlimited; man 5 core)"
PROGRAMS = {"static_in_depth": (), "crashes_in_depth": ("--launcher=exec",)}


@unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
class CoreStacks(Case):
    def setUp(self):
        super().setUp()
        self.link(*PROGRAMS, "sanitized_thread")
        self.limits = resource.getrlimit(resource.RLIMIT_CORE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_CORE, self.limits)

    def allow_cores(self, allowed):
        resource.setrlimit(resource.RLIMIT_CORE, (self.limits[1] if allowed else 0, self.limits[1]))

    def plain_cores(self):
        if self.limits[1] == 0 or PATTERN != "core":
            self.skipTest(f"cores go elsewhere: {self.limits} {PATTERN}")
        self.allow_cores(True)

    def cores(self):
        return [each for each in self.cwd.iterdir() if each.name.startswith("core")]

    def stacks_of(self, result):
        return [text_of(event.get("stacks", "")) for event in result.of("test_finished")]

    def test_from_the_core_in_every_report(self):
        self.plain_cores()
        for program, options in PROGRAMS.items():
            for test in ("in_function", "in_thread"):
                result = self.run_with_stacks("-n1", *options, f"{program}::Crash.{test}")
                (stacks,) = self.stacks_of(result)
                for text in (stacks, result.out, next(result.junit.iter("failure")).text):
                    self.assertRegex(text, r"(?m)^#0 .* in writes_to")
                    self.assertIn("in crashes_in_function", text)
                self.assertEqual(len(re.findall("(?m)^#0 ", stacks)), 1)
                self.assertEqual(result.finished(test)["outcome"], "crashed")
                self.assertEqual(len(self.cores()), 1, "its user's")
                check_agreement(self, result)

    def test_not_another_process_s(self):
        self.plain_cores()
        result = self.run_reported("-n4", "--launcher=exec", "--isolation=test", "--stacks=50", "--reruns=1", "crashes_in_depth::Crash")
        finished = result.of("test_finished") + result.of("test_rerun")
        wanted = {"in_function": "in writes_to", "in_thread": "in writes_to", "in_abort": "pthread_kill", "in_recursion": "in never_returns"}
        self.assertEqual(len(finished), 8)
        for each in finished:
            stacks = text_of(each["stacks"])
            if not stacks.startswith("no stacks: "):  # its core was written over
                self.assertIn(wanted[text_of(each["name"])], stacks.splitlines()[0])

    def test_taking_it_takes_no_time_of_the_test(self):
        self.plain_cores()
        slow = self.directory / "bin" / "gdb"
        slow.parent.mkdir()
        slow.write_text("#!/bin/sh\nexec sleep 60\n")
        slow.chmod(0o755)
        result = self.run_reported("-n1", "--launcher=exec", "--timeout=4", "crashes_in_depth::Crash.in_function",
                                   env={"PATH": f"{slow.parent}:{os.environ['PATH']}"})  # fmt: skip
        self.assertEqual(self.stacks_of(result), ["no stacks: gdb took longer than 5 s"])
        self.assertEqual(result.finished("in_function")["outcome"], "crashed")
        self.assertLess(result.finished("in_function")["duration"], 4)

    def test_why_there_is_none(self):
        self.allow_cores(False)
        result = self.run_reported("-n1", "static_in_depth::Crash.in_function")
        wanted = NONE if PATTERN[0] not in "|@" else "no stacks: the core of process "
        self.assertIn(f"\n{wanted}", result.out)
        self.assertTrue(self.stacks_of(result)[0].startswith(wanted))
        result = self.run_reported("-n1", "--stacks=0", "static_in_depth::Crash.in_function")
        self.assertEqual(self.stacks_of(result), [""])
        self.assertEqual(self.cores(), [])

    def test_a_sanitizer_s_report_has_it(self):
        result = self.run_reported("-n1", "sanitized_thread", env={"TSAN_OPTIONS": "abort_on_error=1"})
        self.assertIn("ThreadSanitizer: data race", result.out)
        self.assertNotIn("no stacks", result.out)


if __name__ == "__main__":
    unittest.main()
