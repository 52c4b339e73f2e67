"""A program of gcc whose libraries are clang's: what those run is counted however the process ends, and so is what it forks, loads
and starts."""

import pathlib
import unittest

from coverage_case import CLANG_FLAGS
from endings_case import EndingsCase
from against_gcov import differences, lcov_lines
from against_llvm import Llvm


class CoverageClangEndings(EndingsCase):
    def build_small(self):
        self.build_endings(*CLANG_FLAGS, "-fprofile-update=atomic", compiler="clang++")

    def run_endings(self, *options):
        kept = self.fresh_directory()
        result = self.report_endings("--cov-branch", f"--cov-report=profraw:{kept}", *options)
        self.assertIn("coverage: platform linux, clang 14.0, gcc 12.2 _", result.out)
        lines = lcov_lines(self.cwd / "coverage.lcov")
        self.check_against_llvm(kept, lines)
        return result, lines, self.hits(lines)

    def check_against_llvm(self, kept, lines):
        """llvm-cov has the same numbers of the sums as we have."""
        profiles = list(kept.rglob("*.profraw"))
        if not profiles:
            return
        llvm = Llvm()
        programs = [pathlib.Path(str(each).removeprefix(str(kept)).removesuffix(".profraw")) for each in profiles]
        theirs = llvm.lines(programs, llvm.merge(profiles, f"{kept}.profdata"), self.cwd)
        self.assertEqual(differences({name: lines[name] for name in theirs}, theirs), [])
        self.assertIn("src/endings.cc", theirs)

    def test_nothing_is_lost(self):
        for options in (("--isolation=test",), ()):
            with self.subTest(options=options):
                self.check_that_nothing_is_lost(*self.run_endings("--deselect", "build/endings_test::Loads.NameAndKilled", *options))
                self.assertEqual(list(self.cwd.rglob("*.profraw")), [])

    def test_what_is_lost_is_named(self):
        result, _, _ = self.run_endings("-k", "Killed")
        self.assertRegex(result.out, "WARNING: these tests were killed or ended early, and .* is not counted: build/endings_test::Loads.NameAndKilled\n")
        result, _, hits = self.run_endings("-k", "Killed or Abort", "--launcher=exec")
        self.assertIn("is not counted, since they were killed or ended early: build/endings_test::Ends.Abort, "
                      "build/endings_test::Ends.Killed, build/endings_test::Loads.NameAndKilled\n", result.out)  # fmt: skip
        self.assertEqual(hits["aborts"], 0)


if __name__ == "__main__":
    unittest.main()
