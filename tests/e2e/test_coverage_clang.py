"""What clang counts: lines, hits and branches are those of llvm-cov, of all workers and programs together."""

import os
import subprocess
import unittest

from coverage_case import CLANG_FLAGS as FLAGS, CoverageCase
from against_gcov import differences, lcov_lines
from against_llvm import Llvm

# Another version than the system's, to try it by hand.
VERSION = os.environ.get("CLANG_VERSION", "")
CLANG = "clang++" + (f"-{VERSION}" if VERSION else "")


class CoverageClang(CoverageCase):
    def build_shapes(self):
        self.source("shapes.h")
        for each in ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc"):
            self.source(each)
        shapes, shapes_test, other_test, _ = [self.compile(each, *FLAGS, compiler=CLANG)
                                              for each in ("shapes.cc", "shapes_test.cc", "other_test.cc", "unlinked.cc")]  # fmt: skip
        self.link_program("shapes_test", shapes, shapes_test, flags=FLAGS, compiler=CLANG)
        self.link_program("other_test", shapes, other_test, flags=FLAGS, compiler=CLANG)
        return [self.cwd / "build" / each for each in ("shapes_test", "other_test", "unlinked.cc.o")]

    def counted_by_clang(self, programs):
        """The same programs, run without us."""
        for each in programs[:-1]:
            subprocess.run([each], check=False, capture_output=True, env={**os.environ, "LLVM_PROFILE_FILE": f"{self.directory}/plain/%p.profraw"})
        llvm = Llvm(VERSION)
        profile = llvm.merge((self.directory / "plain").glob("*.profraw"), self.directory / "plain.profdata")
        return llvm.lines(programs, profile, self.cwd)

    def test_workers_add_up_to_what_llvm_counts(self):
        programs = self.build_shapes()
        theirs = self.counted_by_clang(programs)
        for number, line in enumerate((self.cwd / "src/shapes.cc").read_text().splitlines(), 1):
            if "EXCL_LINE" in line:
                theirs["src/shapes.cc"].pop(number)
        for options in (("-n4",), ("-n2", "--isolation=test"), ("-n2", "--launcher=exec")):
            with self.subTest(options=options):
                result = self.run_trireme("--cov=src", "--cov-branch", "--cov-report=lcov", *options, "build")
                self.assertEqual(result.code, 0, result.out)
                self.assertNotIn("WARNING", result.out)
                self.assertEqual(differences(lcov_lines(self.cwd / "coverage.lcov"), theirs), [])
        self.assertEqual([each for each in self.cwd.rglob("*") if each.suffix in (".profraw", ".gcda")], [])


if __name__ == "__main__":
    unittest.main()
