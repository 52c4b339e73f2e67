"""A test that crashes is shown with the stack of the crash; the program notices nothing of how it is taken."""

import shutil
import unittest

from agreement import check_agreement
from harness import Case, text_of

CRASHES = {"in_function": "SIGSEGV", "in_thread": "SIGSEGV", "in_abort": "SIGABRT", "in_recursion": "SIGSEGV"}


class CrashStacks(Case):
    def setUp(self):
        super().setUp()
        self.link("crashes_in_depth")

    def stack_of(self, result, test):
        finished = result.finished(test)
        self.assertEqual(finished["outcome"], "crashed")
        self.assertIn(CRASHES[test], text_of(finished["reason"]))
        return text_of(finished.get("stacks", ""))

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
    def test_of_the_thread_that_crashed_in_every_report(self):
        result = self.run_with_stacks("-n2", "-k", "Crash", "crashes_in_depth")
        stack = self.stack_of(result, "in_function")
        failures = "".join(each.text for each in result.junit.iter("failure"))
        for text in (stack, result.out, failures):
            self.assertIn("#0  ", text)
            self.assertIn("in writes_to", text)
            self.assertIn("in crashes_in_function", text)
        self.assertIn("in writes_to", stack.splitlines()[0])
        self.assertIn("in writes_to", self.stack_of(result, "in_thread").splitlines()[0])
        self.assertNotIn("waits_beside", self.stack_of(result, "in_thread"))
        self.assertIn("abort", self.stack_of(result, "in_abort"))
        self.assertIn("in never_returns", self.stack_of(result, "in_recursion").splitlines()[0])
        self.assertLess(len(self.stack_of(result, "in_recursion").splitlines()), 100)
        check_agreement(self, result)

    def test_nothing_goes_on_meanwhile(self):
        for stacks in ("--stacks=5", "--stacks=0"):
            result = self.run_reported("-n1", stacks, "-k", "Company", "crashes_in_depth")
            outcomes = [each["outcome"] for each in result.of("test_finished")]
            self.assertEqual(outcomes, ["crashed", "passed"], result.out)
            self.assertNotEqual(result.of("test_finished")[0]["process"], result.of("test_finished")[1]["process"])

    def test_no_handler_of_the_program_runs_then(self):
        result = self.run_reported("-n1", "--stacks=0", "-k", "Handler", "crashes_in_depth")
        finished = result.finished("of_what_lets_it_go_on")
        self.assertEqual(text_of(finished["reason"]), "crashed with SIGSEGV")
        self.assertNotIn("went on", result.out)

    def test_at_most_so_many(self):
        result = self.run_reported("-n1", "--stacks=0", "crashes_in_depth::Crash.in_function")
        self.assertEqual(self.stack_of(result, "in_function"), "")
        self.assertNotIn("stacks", result.out)

    def test_the_program_sees_nothing_of_it(self):
        result = self.run_reported("-n1", "-k", "Unseen", "--launcher=forkserver", "crashes_in_depth")
        self.assertEqual(result.finished("handler")["outcome"], "passed", result.out)
        self.assertEqual(result.finished("in_death_tests")["outcome"], "passed", result.out)
        self.assertIn("handled by the program", text_of(result.finished("own_handler")["output"]["head"]))
        self.assertNotIn("stacks", result.finished("own_handler"))


if __name__ == "__main__":
    unittest.main()
