"""--cov-append adds to what the last run counted, as long as it was the same build."""

import json
import sqlite3
import unittest

from coverage_case import CLANG_FLAGS, PART, PART_TEST, CoverageCase
from against_gcov import lcov_lines

TWICE = "build/part_test::Half.Twice"


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

    def test_what_is_kept_does_not_know_its_tests(self):
        for compiler, flags in (("g++", ("--coverage",)), ("clang++", CLANG_FLAGS)):
            self.source("part.cc", PART)
            self.source("part_test.cc", PART_TEST)
            objects = [self.compile(each, "-O0", *flags, compiler=compiler) for each in ("part.cc", "part_test.cc")]
            self.link_program("part_test", *objects, flags=flags, compiler=compiler)
            self.run_trireme("--cov=src", "--cov-report=", "-k", "Even", "build")
            kinds = ("--cov-report=json", "--cov-report=html", "--cov-report=sqlite:all.sqlite")
            result = self.run_trireme("--cov=src", "--cov-context=test", "--cov-append", *kinds, "-k", "Twice", "build")
            self.assertEqual(result.code, 0, result.out)
            for name, file in json.loads((self.cwd / "coverage.json").read_text())["files"].items():
                self.assertEqual([int(line) for line in file["contexts"]], file["executed_lines"], (compiler, name))
                if name == "src/part.cc":
                    self.assertEqual(file["contexts"]["4"], ["", TWICE], compiler)
                else:
                    self.assertEqual([file["contexts"][line] for line in ("7", "8")], [[""], [TWICE]], compiler)
            with sqlite3.connect(self.cwd / "all.sqlite") as data:
                self.assertEqual(data.execute("SELECT count(DISTINCT file_id) FROM line_bits WHERE context_id = 1").fetchall(), [(2,)])
            page = next((self.cwd / "htmlcov").glob("*_part.cc.html")).read_text()
            self.assertIn("[&quot;(no known test)&quot;,", page)
            # It is not what runs before the tests, which all of them need.
            self.assertEqual(self.run_trireme("cov", "who", "src/part.cc:4").out, f"{TWICE}\n", compiler)


if __name__ == "__main__":
    unittest.main()
