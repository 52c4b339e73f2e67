"""The table, the messages and the exit code are pytest-cov's."""

import unittest

from coverage_case import CoverageCase


class CoverageTerminal(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def after_heading(self, result):
        lines = result.out.splitlines()
        heading = next(at for at, line in enumerate(lines) if line.strip("= ") == "tests coverage")
        return lines[heading + 1 : -1]

    def test_table(self):
        result = self.run_trireme("--cov=src", "--cov-branch", "--cov-report=term-missing", "build")
        self.assertEqual(result.code, 0)
        self.assertEqual(self.after_heading(result), [
            "______________________ coverage: platform linux, gcc 12.2 ______________________",
            "",
            "Name               Stmts   Miss Branch BrPart  Cover   Missing",
            "--------------------------------------------------------------",
            "src/part.cc            9      6      2      1    36%   3, 6-11",
            "src/part_test.cc       4      2      4      2    50%   7->7, 8->8, 9-10",
            "--------------------------------------------------------------",
            "TOTAL                 13      8      6      3    42%",
        ])  # fmt: skip

    def test_limit_that_is_reached(self):
        result = self.run_trireme("--cov=src", "--cov-fail-under=38", "--cov-report=", "build")
        self.assertEqual(result.code, 0)
        self.assertEqual(self.after_heading(result)[2:], ["Required test coverage of 38% reached. Total coverage: 38.46%"])

    def test_limit_that_is_not_reached(self):
        result = self.run_reported("--cov=src", "--cov-fail-under=90", "--cov-report=", "build")
        self.assertEqual(result.code, 1)
        self.assertIn("ERROR: Coverage failure: total of 38 is less than fail-under=90\n", result.out)
        self.assertEqual(self.after_heading(result)[2:], ["FAIL Required test coverage of 90% not reached. Total coverage: 38.46%"])
        again = self.run_trireme("replay", result.log_path)
        self.assertEqual(again.code, 1)
        self.assertIn(result.out[result.out.index("ERROR: Coverage"):].rsplit("\n", 2)[0], again.out)

    def test_nothing_reaches_no_limit(self):
        result = self.run_trireme("--cov=build", "--cov-fail-under=90", "build")
        self.assertEqual(result.code, 1)
        self.assertEqual(self.after_heading(result)[2:], [
            "WARNING: there is nothing to report: no file that was asked for was compiled with coverage and can be read",
            "FAIL Required test coverage of 90% not reached. Total coverage: 0.00%, since there is no line that could be covered",
        ])  # fmt: skip

    def test_digits(self):
        out = self.run_trireme("--cov=src", "--cov-precision=2", "build").out
        self.assertIn("TOTAL                 13      8  38.46%\n", out)

    def test_complete_files_are_skipped(self):
        result = self.run_trireme("--cov=src/part.cc", "--cov-exclude=crash|nowhere|never|return -1|return value;|^}", "--cov-report=term:skip-covered",
                                  "build")  # fmt: skip
        self.assertEqual(self.after_heading(result)[-2:], ["", "1 file skipped due to complete coverage."])

    def test_nothing_is_left_behind(self):
        temporary = self.directory / "tmp"
        temporary.mkdir()
        for number, (code, arguments) in enumerate(((0, ("--cov=src",)), (0, ("--cov=src", "--collect-only")), (4, ("--cov=nowhere",)))):
            env = {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(self.directory / f"cache{number}")}
            self.assertEqual(self.run_trireme(*arguments, "build", env=env).code, code)
            self.assertEqual([each for each in temporary.rglob("*") if "run-" in each.name], [], arguments)

    def test_no_report_of_a_failure(self):
        arguments = ("--cov=src", "--no-cov-on-fail", "--cov-fail-under=90", "build", "--", "--gtest_also_run_disabled_tests")
        result = self.run_trireme("-k", "Half or Fails", *arguments)
        self.assertEqual(result.code, 1)
        self.assertNotIn("tests coverage", result.out)
        self.assertNotIn("Required", result.out)
        self.assertNotIn("tests coverage", self.run_trireme("--cov=src", "--cov-report=", "build").out)

    def test_other_words_of_the_options(self):
        self.assertNotIn("coverage", self.run_trireme("--cov=src", "--no-cov", "build").out)
        self.assertIn("one of true, false, all", self.run_trireme("--cov-branch=some", "build").err)
        for wrong in ("--cov-fail-under=101", "--cov-report=pdf", "--cov-report=term:x", "--cov=nowhere", "--cov-exclude=("):
            result = self.run_trireme("--cov", wrong, "build")
            self.assertEqual((result.code, result.err.count("\n")), (4, 1), (wrong, result.err))


if __name__ == "__main__":
    unittest.main()
