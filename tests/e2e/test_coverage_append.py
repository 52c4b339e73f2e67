"""--cov-append adds to what the last run counted, as long as it was the same build."""

import unittest

from coverage_case import CoverageCase
from against_gcov import lcov_lines


class CoverageAppend(CoverageCase):
    def hits(self, *options):
        result = self.run_trireme("--cov=src", "--cov-report=lcov", *options, "build")
        return {line: count for line, (count, _) in lcov_lines(self.cwd / "coverage.lcov").get("src/part.cc", {}).items()}, result.out

    def test_appends(self):
        self.build_small()
        self.assertEqual(self.hits("-k", "Even")[0][4], 1)
        self.assertEqual(self.hits("-k", "Twice", "--cov-append")[0][4], 2)
        self.assertEqual(self.hits("--cov-append")[0][4], 4)
        self.assertEqual(self.hits()[0][4], 2)

    def test_appends_to_what_was_not_reported(self):
        self.build_small()
        for options in (("-k", "Even"), ("-k", "Twice", "--cov-append")):
            result = self.run_trireme("--cov=src", "--cov-report=", *options, "build")
            self.assertEqual((result.code, "coverage" in result.out), (0, False), result.out)
        self.assertEqual(self.hits("--cov-append")[0][4], 4)

    def test_what_was_not_reported_is_of_another_build(self):
        self.build_small()
        self.run_trireme("--cov=src", "--cov-report=", "build")
        self.build_small("-DOTHER", "-frandom-seed=other")
        result = self.run_trireme("--cov=src", "--cov-report=", "--cov-append", "build")
        self.assertIn("part.cc.gcda: what an earlier run counted is of another build", result.out)
        self.assertEqual(self.hits("--cov-append")[0][4], 4)

    def test_not_to_another_build(self):
        self.build_small()
        self.hits()
        self.build_small("-DOTHER", "-frandom-seed=other")
        lines, out = self.hits("--cov-append")
        self.assertEqual(lines[4], 2)
        self.assertIn("part.cc.gcda: what an earlier run counted is of another build", out)


if __name__ == "__main__":
    unittest.main()
