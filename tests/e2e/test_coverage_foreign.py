"""Units of a gcc whose notes are not known are read by its own gcov, to the same numbers.

That gcc is made of the one that is there: the version in its files and in its runtime becomes another, and its gcov undoes that."""

import os
import unittest

from coverage_case import CoverageCase

OURS, OTHER = b"*22B", b"*29Z"  # 259.2
GCOV = """#!/bin/sh
sed 's/\\*29Z/*22B/g' unit.gcno > other.gcno
test ! -e unit.gcda || sed 's/\\*29Z/*22B/g' unit.gcda > other.gcda
for unit; do :; done
exec gcov --json-format --branch-probabilities --stdout "other${unit##*/unit}"
"""


class ForeignCase(CoverageCase):
    def make_foreign(self):
        for path in (self.cwd / "build").iterdir():
            if path.suffix == ".gcno" or path.name.endswith("_test"):
                time = path.stat().st_mtime
                path.write_bytes(path.read_bytes().replace(OURS, OTHER))
                os.utime(path, (time, time))

    def install_gcov(self, text=GCOV):
        gcov = self.directory / "bin/gcov-259"
        gcov.parent.mkdir(exist_ok=True)
        gcov.write_text(text)
        gcov.chmod(0o755)
        return {"PATH": f"{gcov.parent}:{os.environ['PATH']}"}


class CoverageForeign(ForeignCase):
    def build_shapes(self):
        names = ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc")
        for each in ("shapes.h", *names):
            self.source(each)
        shapes, shapes_test, other_test, _ = [self.compile(each, "--coverage", "-O1") for each in names]
        self.link_program("shapes_test", shapes, shapes_test)
        self.link_program("other_test", shapes, other_test)

    def test_the_numbers_are_the_same(self):
        self.build_shapes()
        known = [self.run_shapes(branches)[0] for branches in ("", "=all")]
        self.make_foreign()
        there = self.install_gcov()
        for branches, expected in zip(("", "=all"), known, strict=True):
            with self.subTest(branches=branches):
                lcov, result = self.run_shapes(branches, env=there)
                self.assertEqual(result.code, 0, result.out)
                self.assertIn("coverage: platform linux, gcc 259.2, read by gcov-259 _", result.out)
                self.assertNotIn("WARNING", result.out)
                self.assertEqual(lcov, expected)

    def run_shapes(self, branches, env=None):
        result = self.run_trireme("-n2", "--launcher=exec", "--cov=src", f"--cov-branch{branches}", "--cov-report=lcov",
                                  "--cov-report=term", "build", env=env)  # fmt: skip
        return (self.cwd / "coverage.lcov").read_text().splitlines(), result


class CoverageForeignRefused(ForeignCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_small(self):
        super().build_small()
        self.make_foreign()

    def test_what_cannot_be_is_said_before_the_tests_run(self):
        result = self.run_trireme("--cov=src", "build")
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, r"ERROR: .*/build/part(_test)?\.cc\.gcno is of gcc 259\.2, whose files gcov-259 reads, which is not "
                                     r"installed: install the package gcc-259\n")  # fmt: skip
        result = self.run_trireme("--cov=src", "--cov-context=test", "build", env=self.install_gcov())
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, r"ERROR: --cov-context=test needs gcc 11 or 12, and .*\.gcno is of gcc 259\.2\n")

    def test_what_gcov_does_not_believe_is_left_out(self):
        there = self.install_gcov("#!/bin/sh\necho 'unit.gcda:profile mismatch for f' >&2\necho '{}'\n")
        result = self.run_trireme("--cov=src", "build", env=there)
        self.assertRegex(result.out, r"WARNING: gcov-259 of .*/build/part\.cc\.gcno: exit status 0: unit\.gcda:profile mismatch for f: it is left out\n")
        there = self.install_gcov("#!/bin/sh\necho '{\"files\": 1}'\n")
        result = self.run_trireme("--cov=src", "build", env=there)
        self.assertRegex(result.out, r"WARNING: gcov-259 has printed JSON of a form that is not known of .*/build/part\.cc\.gcno: it is left out\n")


if __name__ == "__main__":
    unittest.main()
