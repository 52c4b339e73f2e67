"""-x and --maxfail are exact: never more failures than asked for, whatever else runs at that moment."""

import unittest
from collections import Counter

from agreement import check_agreement
from harness import Case


class Maxfail(Case):
    def setUp(self):
        super().setUp()
        self.link("fails", "crashes", "junk_output", "exits", "hangs", "exit_status_after", "suite_set_up_fails")

    def check(self, limit, *args):
        result = self.run_reported(*args, "-n2", "fails", "crashes", "junk_output", "exits")
        counts = Counter(result.outcomes().values())
        self.assertEqual(counts["failed"] + counts["crashed"], limit, result.out)
        self.assertGreater(counts["not run"], 0)
        self.assertEqual(result.code, 1)
        self.assertIn(f"stopping after {limit} failure", result.out)
        check_agreement(self, result)

    def test_x_is_exact_in_every_isolation(self):
        for isolation in ("auto", "batch", "suite", "test"):
            with self.subTest(isolation):
                self.check(1, "-x", f"--isolation={isolation}")

    def test_maxfail_is_exact(self):
        self.check(3, "--maxfail=3")

    def test_an_error_of_a_process_counts(self):
        result = self.run_reported("-n0", "-x", "exit_status_after", "suite_set_up_fails")
        self.assertEqual(len(result.of("process_failed")), 1)
        self.assertIn("not run", result.outcomes().values())

    def test_the_rest_is_not_run_and_says_why(self):
        result = self.run_reported("-n2", "-x", "hangs::Hang.forever", "fails::Fail.expect")
        self.assertEqual(result.outcomes(), {"hangs::Hang.forever": "not run", "fails::Fail.expect": "failed"})
        self.assertIn("maxfail", result.finished("forever")["reason"])


if __name__ == "__main__":
    unittest.main()
