"""What clang 19 has built with -fcoverage-mcdc: lines, hits and branches are llvm-cov's, of the decisions nothing is told."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from coverage_case import CLANG_FLAGS, CoverageCase
from against_gcov import differences, lcov_lines
from against_llvm import Llvm

VERSION = "19"
FLAGS = (*CLANG_FLAGS, "-fcoverage-mcdc")

# Decisions in a macro, in another and in a template, over more than one line, and with a constant.
CODE = """#include <initializer_list>
#define BOTH(a, b) ((a) && (b))
template <typename T>
bool between(T low, T value, T high) {
  return low <= value &&
         value < high;
}
int decide(int a, int b, int c) {
  int sum = 0;
  if ((a > 0 && b > 0) || (c > 0 && !(a > 1))) ++sum;
  if (BOTH(a > 0, BOTH(b > 0, c > 0)) || between(a, b, c)) ++sum;
  while (sum < 5 && (a != b || true)) sum += c > 0 && b > 0 ? 2 : 1;
  for (int each : {a, b, c})
    if (each == 1 || (each == 2 && sum > 1)) return between(1.0, 0.5 * each, 2.0);
  return sum;
}
"""

TEST = """#include <gtest/gtest.h>
int decide(int, int, int);
TEST(Decide, One) { decide(1, 2, 0); }
TEST(Decide, Other) { EXPECT_TRUE(decide(0, 0, 0) > 0 && decide(3, 4, 5) > 0); }
"""


@unittest.skipUnless(shutil.which(f"clang++-{VERSION}"), f"needs clang {VERSION}")
class CoverageMcdc(CoverageCase):
    def build_small(self):
        self.source("decide.cc", CODE)
        self.source("decide_test.cc", TEST)
        compiler = f"clang++-{VERSION}"
        objects = [self.compile(each, *FLAGS, compiler=compiler) for each in ("decide.cc", "decide_test.cc")]
        self.link_program("decide_test", *objects, flags=FLAGS, compiler=compiler)
        return self.cwd / "build" / "decide_test"

    def counted_by_clang(self, program):
        plain = pathlib.Path(f"{self.directory}/plain.profraw")
        subprocess.run([program], check=True, capture_output=True, env={**os.environ, "LLVM_PROFILE_FILE": str(plain)})
        llvm = Llvm(VERSION)
        profile = llvm.merge([plain], self.directory / "plain.profdata")
        told = json.loads(llvm.do("llvm-cov", "export", "-summary-only", f"-instr-profile={profile}", program))
        self.assertGreater(told["data"][0]["totals"]["mcdc"]["count"], 10)  # it has what we do not read
        return llvm.lines([program], profile, self.cwd)

    def test_all_else_is_llvms(self):
        theirs = self.counted_by_clang(self.build_small())
        self.assertGreater(len([way for count, ways in theirs["src/decide.cc"].values() for way in ways]), 20)
        for options in (("-n2", "--isolation=test"), ("-n1",), ("-n1", "--launcher=exec")):
            with self.subTest(options=options):
                result = self.run_trireme("--cov=src", "--cov-branch", "--cov-report=lcov", *options, "build")
                self.assertEqual(result.code, 0, result.out)
                self.assertNotIn("WARNING", result.out)
                self.assertEqual(differences(lcov_lines(self.cwd / "coverage.lcov"), theirs), [])


if __name__ == "__main__":
    unittest.main()
