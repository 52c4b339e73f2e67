"""Lines, hits and branches are those of gcov, of all workers and units together."""

import unittest

from coverage_case import FIXTURES, CoverageCase
from against_gcov import differences, gcov_lines, lcov_lines


EXCLUDED = next(number for number, line in enumerate((FIXTURES / "shapes.cc").read_text().splitlines(), 1) if "LCOV_EXCL_LINE" in line)


class CoverageCounts(CoverageCase):
    def build_shapes(self, *flags, compiler="g++"):
        names = ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc")
        self.source("shapes.h")
        for each in names:
            self.source(each)
        shapes, shapes_test, other_test, _ = [self.compile(each, "--coverage", *flags, compiler=compiler) for each in names]
        self.link_program("shapes_test", shapes, shapes_test, compiler=compiler)
        self.link_program("other_test", shapes, other_test, compiler=compiler)

    def check_against_gcov(self, *options):
        kept = self.directory / "kept"
        result = self.run_trireme("--cov=src", "--cov-branch=all", "--cov-report=lcov:all.lcov", f"--cov-report=gcda:{kept}", *options, "build")
        ours = lcov_lines(self.cwd / "all.lcov")
        theirs = gcov_lines(sorted((self.cwd / "build").glob("*.gcno")), str(kept), str(self.cwd))
        theirs["src/shapes.cc"].pop(EXCLUDED, None)
        self.assertEqual(differences(ours, theirs), [])
        self.assertGreater(sum(count > 0 for lines in ours.values() for count, _ in lines.values()), 80)
        self.assertNotIn("WARNING", result.out)
        return result

    def test_workers_add_up_to_what_gcov_counts(self):
        for flags in (("-O2", "-g"), ("-O0",)):
            self.build_shapes(*flags)
            ran = []
            for options in (("-n4",), ("-n2", "--isolation=test"), ("-n2", "--launcher=exec")):
                with self.subTest(flags=flags, options=options):
                    self.assertEqual(self.check_against_gcov(*options).code, 0)
                    lines = lcov_lines(self.cwd / "all.lcov")
                    ran.append({(name, line) for name, file in lines.items() for line, (count, _) in file.items() if count > 0})
            self.assertEqual(ran, ran[:1] * 3)  # however it was counted
        self.assertEqual(list((self.cwd / "build").rglob("*.gcda")), [])
        table = self.table(self.run_trireme("--cov=src", "build"))
        self.assertEqual(table["src/unlinked.cc"], ["3", "3", "0%"])  # no test linked it


if __name__ == "__main__":
    unittest.main()
