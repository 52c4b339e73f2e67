"""gcovr, as Debian has it, reads the sums that we write as gcc's own files, and finds the lines that ran."""

import json
import subprocess
import unittest

from coverage_case import CoverageCase
from against_gcov import lcov_lines


class CoverageGcovr(CoverageCase):
    def lines_of_gcovr(self):
        done = subprocess.run(["gcovr", "--root", ".", "--filter", "src/", "--json"], cwd=self.cwd, capture_output=True, text=True, check=True)
        return {file["file"]: {line["line_number"]: line["count"] for line in file["lines"] if not line["gcovr/noncode"]}
                for file in json.loads(done.stdout)["files"]}  # fmt: skip

    @staticmethod
    def that_ran(files):
        return {(name, line) for name, lines in files.items() for line, count in lines.items() if count > 0}

    def test_has_the_same_lines(self):
        self.source("shapes.h")
        for each in ("shapes.cc", "shapes_test.cc"):
            self.source(each)
        self.link_program("shapes_test", *(self.compile(each, "-O0", "--coverage") for each in ("shapes.cc", "shapes_test.cc")))
        result = self.run_trireme("-n2", "--isolation=test", "--cov=src", "--cov-report=gcda", "--cov-report=lcov", "build")
        self.assertIn("Coverage counts written as .gcda files\n", result.out)
        ours = {name: {line: count for line, (count, _) in lines.items()} for name, lines in lcov_lines(self.cwd / "coverage.lcov").items()}
        theirs = self.lines_of_gcovr()
        # It takes no lines that are a brace, and ran not, for code, and of functions that share a line it adds up all lines twice.
        self.assertEqual(self.that_ran(ours), self.that_ran(theirs))
        self.assertGreater(len(self.that_ran(ours)), 50)
        self.assertEqual({line: ours["src/shapes.cc"][line] for line in theirs["src/shapes.cc"]}, theirs["src/shapes.cc"])


if __name__ == "__main__":
    unittest.main()
