"""A test that times out is shown with the stacks of all its threads, or why there are none."""

import shutil
import unittest

from agreement import check_agreement
from harness import Case, text_of

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")


@unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
class Stacks(Case):
    def test_of_all_threads_in_every_report(self):
        self.link("hangs_in_threads")
        for launcher in LAUNCHERS:
            with self.subTest(launcher):
                result = self.run_with_stacks("-n2", launcher, "--timeout=0.5", "hangs_in_threads")
                stacks = text_of(result.finished("both")["stacks"])
                failure = next(result.junit.iter("failure")).text
                for text in (stacks, result.out, failure):
                    self.assertIn("waits_in_thread()", text)
                    self.assertIn("waits_in_test()", text)
                self.assertEqual(result.finished("both")["outcome"], "timed out")
                self.assertEqual(result.finished("after")["outcome"], "passed")
                check_agreement(self, result)

    def test_of_what_hangs_outside_tests(self):
        self.link("hangs_in_suite_set_up", "hangs_at_exit")
        for launcher in LAUNCHERS:
            result = self.run_with_stacks("-n2", launcher, "--timeout=0.5", "hangs_in_suite_set_up", "hangs_at_exit")
            found = {text_of(each["id"]): text_of(each["stacks"]) for each in result.of("process_failed")}
            self.assertEqual(set(found), {"hangs_in_suite_set_up::Hanging", "hangs_at_exit"})
            for stacks in found.values():
                self.assertIn("\n#1 ", stacks)

    def test_why_there_are_none(self):
        self.link("hangs")
        result = self.run_with_stacks("-n2", "--timeout=0.5", "--stacks=1", "--isolation=test", "hangs")
        stacks = sorted(text_of(result.finished(each)["stacks"]) for each in ("forever", "ignoring_sigterm"))
        self.assertTrue(stacks[0].startswith("Thread 1 "), stacks)
        self.assertEqual(stacks[1], "no stacks: 1 of this run were taken before (--stacks=1)")
        result = self.run_reported("-n2", "--timeout=0.5", "hangs::Hang.forever", env={"PATH": "/nowhere"})
        self.assertIn("\nno stacks: gdb is not installed\n", result.out)


if __name__ == "__main__":
    unittest.main()
