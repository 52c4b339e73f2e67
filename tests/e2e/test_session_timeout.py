"""--session-timeout ends the run: running tests are interrupted, the others not run, exit code 2."""

import unittest

from agreement import check_agreement
from harness import Case


class SessionTimeout(Case):
    def test_the_run_ends_and_every_test_has_its_outcome(self):
        self.link("hangs", "passes")
        for launcher in ("--launcher=exec", "--launcher=forkserver"):
            with self.subTest(launcher):
                result = self.run_reported("-n1", launcher, "--session-timeout=5", "hangs", "passes")
                self.assertEqual(result.code, 2, result.out)
                self.assertEqual(result.finished("Hang.forever")["outcome"], "interrupted")
                self.assertEqual(result.finished("Hang.after")["outcome"], "not run")
                for test in ("Hang.forever", "Hang.after"):
                    self.assertEqual(result.finished(test)["reason"], "session timeout of 5 s")
                self.assertIn("interrupted by the session timeout of 5 s", result.out)
                check_agreement(self, result)

    def test_a_run_in_time_is_not_touched(self):
        self.link("passes")
        self.assertEqual(self.run_reported("--session-timeout=100", "passes").code, 0)


if __name__ == "__main__":
    unittest.main()
