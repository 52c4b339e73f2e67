"""--max-worker-restart: so many processes are replaced after a crash or timeout, then nothing more is started."""

import unittest
from collections import Counter

from agreement import check_agreement
from harness import Case

LAUNCHERS = ("--launcher=exec", "--launcher=forkserver")


class Restarts(Case):
    def check(self, died, not_run, *args):
        result = self.run_reported("-n0", "--stacks=0", *args)
        counts = Counter(result.outcomes().values())
        self.assertEqual(counts["crashed"] + counts["timed out"], died, result.out)
        self.assertEqual(counts["not run"], not_run, result.out)
        check_agreement(self, result)
        return result

    def test_the_limit_stops_the_run_and_says_why(self):
        self.link("crashes")
        for launcher in LAUNCHERS:
            for isolation in ("auto", "suite", "test"):
                with self.subTest(launcher=launcher, isolation=isolation):
                    options = (launcher, f"--isolation={isolation}", "crashes")
                    result = self.check(3, 5, "--max-worker-restart=2", *options)
                    self.assertEqual(result.code, 1)
                    self.assertIn("--max-worker-restart=2", result.out)
                    self.assertIn("--max-worker-restart=2", result.finished("Crash.after")["reason"])

    def test_without_a_limit_everything_runs(self):
        self.link("crashes")
        self.check(7, 0, "crashes")
        self.check(7, 0, "--max-worker-restart=7", "crashes")

    def test_a_timeout_counts(self):
        self.link("hangs")
        self.check(1, 2, "--max-worker-restart=0", "--isolation=suite", "--timeout=1", "hangs")

    def test_the_file_may_set_it(self):
        self.link("crashes")
        self.config("max-worker-restart = 0\n")
        self.check(1, 7, "crashes")


if __name__ == "__main__":
    unittest.main()
