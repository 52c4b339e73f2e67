"""What clang counts: lines, hits and branches are those of llvm-cov, of all workers and programs together."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from clang_case import ClangCase
from coverage_case import CLANG_FLAGS as FLAGS, PART, PART_TEST
from against_gcov import differences, lcov_lines

# Another version than the system's, to try it by hand.
VERSION = os.environ.get("CLANG_VERSION", "")
CLANG = ClangCase.compiler_of(VERSION)

# Of memory there is a little more than is used before main.
SMALL = """#include <sys/resource.h>
#include <unistd.h>
#include <cstdio>
const bool small = [] {
  unsigned long pages = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (std::fscanf(file, "%lu", &pages) != 1) return false;
  std::fclose(file);
  const rlimit limit{pages * sysconf(_SC_PAGESIZE) + (64ul << 20), RLIM_INFINITY};
  return setrlimit(RLIMIT_AS, &limit) == 0;
}();
"""


class CoverageClang(ClangCase):
    version = VERSION

    def test_workers_add_up_to_what_llvm_counts(self):
        programs = self.build_shapes()
        theirs = self.counted_by_clang(programs)
        for options in (("-n4",), ("-n2", "--isolation=test"), ("-n2", "--launcher=exec")):
            with self.subTest(options=options):
                result = self.run_trireme("--cov=src", "--cov-branch", "--cov-report=lcov", *options, "build")
                self.assertEqual(result.code, 0, result.out)
                self.assertNotIn("WARNING", result.out)
                self.assertEqual(differences(lcov_lines(self.cwd / "coverage.lcov"), theirs), [])
        self.assertEqual([each for each in self.cwd.rglob("*") if each.suffix in (".profraw", ".gcda")], [])

    @classmethod
    def setUpClass(cls):
        """What takes long to compile, and is measured by none."""
        kept = tempfile.TemporaryDirectory(prefix="trireme_e2e_")
        cls.addClassCleanup(kept.cleanup)
        cls.tests = pathlib.Path(kept.name) / "part_test.o"
        subprocess.run(["g++", "-x", "c++", "-std=c++17", "-w", "-c", "-o", cls.tests, "-"], input=PART_TEST, text=True, check=True)

    def build_small(self, *flags):
        self.source("part.cc", PART)
        self.compile("part.cc", *flags, compiler=CLANG)
        self.link_small()

    def link_small(self):
        self.link_program("part_test", "part.cc.o", self.tests, flags=FLAGS[:1], compiler=CLANG)

    def test_contexts_and_crashes(self):
        self.build_small(*FLAGS)
        result = self.run_trireme("--cov=src", "--cov-branch", "--cov-context=test", "--cov-report=json", "--cov-report=term-missing", "--stacks=0",
                                  "build", "--", "--gtest_also_run_disabled_tests")  # fmt: skip
        self.assertNotIn("WARNING", result.out)
        self.assertIn("coverage: platform linux, clang", result.out)
        self.assertEqual(self.table(result)["src/part.cc"], ["12", "3", "2", "0", "79%   10-12"])
        file = json.loads((self.cwd / "coverage.json").read_text())["files"]["src/part.cc"]
        tests = {int(line): {each.partition("::")[2] for each in tests} for line, tests in file["contexts"].items()}
        self.assertEqual({line: tests[line] for line in (1, 3, 4, 7)},
                         {1: {"Half.Even", "Half.Twice", "Wrong.DISABLED_Crashes"}, 3: {"Wrong.DISABLED_Crashes"},
                          4: {"Half.Even", "Half.Twice"}, 7: {"Wrong.DISABLED_Crashes"}})  # fmt: skip
        self.assertEqual(sorted(tests), file["executed_lines"])
        self.assertIn("Half.Even", self.run_trireme("cov", "who", "src/part.cc:4").out)

    def hits(self, *options):
        result = self.run_trireme("--cov=src", "--cov-report=lcov", *options, "build")
        return {line: count for line, (count, _) in lcov_lines(self.cwd / "coverage.lcov").get("src/part.cc", {}).items()}, result.out

    def test_appends_to_the_same_build(self):
        self.build_small(*FLAGS)
        self.assertEqual(self.hits("-k", "Even")[0][4], 1)
        self.assertEqual(self.hits("-k", "Twice", "--cov-append")[0][4], 2)
        self.build_small(*FLAGS, "-DOTHER")
        lines, out = self.hits("--cov-append")
        self.assertEqual(lines[4], 2)
        self.assertIn("build/part_test: what an earlier run counted is of another build, and is left out\n", out)

    def test_what_would_be_wrong_is_named(self):
        self.build_small(*FLAGS)
        self.source("unlinked.cc", "int unlinked() { return 1; }\n")
        self.compile("unlinked.cc", *FLAGS, compiler=CLANG)
        source = self.cwd / "src" / "part.cc"
        source.write_text("// new\n" + source.read_text())
        result = self.run_trireme("--cov=src", "build")
        self.assertIn("WARNING: src/part.cc has changed since it was compiled, and is left out: build again\n", result.out)
        self.assertNotIn("src/part.cc", self.table(result))
        self.assertEqual(self.table(result)["src/unlinked.cc"], ["1", "1", "0%"])
        self.compile("part.cc", *FLAGS, compiler=CLANG)  # and not linked
        self.assertNotIn("src/part.cc", self.table(self.run_trireme("--cov=src", "build")))
        self.link_small()
        self.assertEqual(self.table(self.run_trireme("--cov=src", "build"))["src/part.cc"][:2], ["12", "8"])
        # Saved while it was built: newer than the object file, not than the program.
        source.write_text("// newer\n" + source.read_text())
        self.link_small()
        result = self.run_trireme("--cov=src", "build")
        self.assertIn("WARNING: src/part.cc has changed since it was compiled, and is left out: build again\n", result.out)
        self.assertNotIn("src/part.cc", self.table(result))

    def test_where_there_is_no_room_for_counts(self):
        self.build_small(*FLAGS)
        self.source("small.cc", SMALL)
        self.link_program("part_test", "part.cc.o", self.compile("small.cc"), self.tests, flags=FLAGS[:1], compiler=CLANG)
        result = self.run_trireme("--cov=src", "-n1", "-v", "build")
        self.assertEqual(result.code, 0)
        self.assertNotIn("executed instead", result.out)
        self.assertIn("WARNING: there was no room for all that these tests counted, and some is lost: build/part_test::Half.Even, "
                      "build/part_test::Half.Twice\n", result.out)  # fmt: skip

    def test_without_a_mapping(self):
        self.build_small(FLAGS[0])
        result = self.run_trireme("--cov=src", "build")
        self.assertEqual(result.code, 4)
        self.assertRegex(result.err, "^ERROR: --cov cannot count .*/build/part_test, which was built with -fprofile-instr-generate, but without "
                                     "-fcoverage-mapping: build it with clang.*\n$")  # fmt: skip


if __name__ == "__main__":
    unittest.main()
