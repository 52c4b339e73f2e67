"""GoogleTest's own sources and one of its own tests, built for coverage: every line, hit and branch is gcov's."""

import pathlib
import unittest

from coverage_case import CoverageCase
from against_gcov import differences, gcov_lines, lcov_lines

SOURCE = pathlib.Path("/usr/src/googletest/googletest")
UNITS = ("src/gtest-all.cc", "src/gtest_main.cc", "test/googletest-printers-test.cc")


class CoverageOfGoogleTest(CoverageCase):
    def test_is_what_gcov_counts(self):
        (self.cwd / "build").mkdir()
        flags = ("-w", "-O0", "--coverage", "-I", SOURCE, "-I", SOURCE / "include")
        for unit in UNITS:
            self.do("g++", "-std=c++17", *flags, "-c", SOURCE / unit, "-o", f"{pathlib.Path(unit).stem}.o")
        self.do("g++", "--coverage", *(f"{pathlib.Path(unit).stem}.o" for unit in UNITS), "-o", "printers_test", "-pthread")
        kept = self.directory / "kept"
        result = self.run_trireme("-n4", f"--cov={SOURCE}", "--cov-branch=all", "--cov-report=lcov", f"--cov-report=gcda:{kept}", "build")
        self.assertEqual(result.code, 0)
        self.assertNotIn("WARNING", result.out)
        ours = lcov_lines(self.cwd / "coverage.lcov")
        theirs = gcov_lines(sorted((self.cwd / "build").glob("*.gcno")), str(kept), str(SOURCE))
        self.assertEqual(differences(ours, {f"{SOURCE}/{name}": lines for name, lines in theirs.items()}), [])
        self.assertGreater(sum(map(len, ours.values())), 4000)


if __name__ == "__main__":
    unittest.main()
