"""What a forked process has run is counted however it ends, and so is what it forks, loads and starts."""

import unittest

from endings_case import GCC_FLAGS, EndingsCase
from against_gcov import differences, gcov_lines, lcov_lines


class CoverageEndings(EndingsCase):
    def build_small(self):
        self.build_endings(*GCC_FLAGS, compiler="g++")

    def run_endings(self, *options):
        kept = self.fresh_directory()
        result = self.report_endings("--cov-branch=all", f"--cov-report=gcda:{kept}", *options)
        lines = lcov_lines(self.cwd / "coverage.lcov")
        theirs = gcov_lines(sorted((self.cwd / "build").glob("*.gcno")), str(kept), str(self.cwd))
        self.assertEqual(differences(lines, theirs), [])
        return result, lines, self.hits(lines)

    def test_nothing_is_lost(self):
        for options in (("--isolation=test",), ()):
            with self.subTest(options=options):
                self.check_that_nothing_is_lost(*self.run_endings("--deselect", "build/endings_test::Loads.NameAndKilled", *options))
                self.assertEqual(list((self.cwd / "build").rglob("*.gcda")), [])

    def test_what_is_lost_is_named(self):
        result, _, _ = self.run_endings("-k", "Killed")
        self.assertRegex(result.out, "WARNING: these tests were killed or ended early, and .* is not counted: build/endings_test::Loads.NameAndKilled\n")
        result, _, hits = self.run_endings("-k", "Killed or Abort", "--launcher=exec")
        self.assertIn("is not counted, since they were killed or ended early: build/endings_test::Ends.Abort, "
                      "build/endings_test::Ends.Killed, build/endings_test::Loads.NameAndKilled\n", result.out)  # fmt: skip
        self.assertEqual(hits["aborts"], 0)


if __name__ == "__main__":
    unittest.main()
