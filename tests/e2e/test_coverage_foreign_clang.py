"""Programs of a clang whose files are not known count all the same: its own llvm-profdata and llvm-cov say what."""

import os
import unittest

from clang_case import ClangCase
from coverage_case import CLANG_FLAGS, PART, PART_TEST
from against_gcov import differences, lcov_lines

VERSION = "13"
BY_ITS_OWN = "clang 13.0, read by llvm-cov-13"


class CoverageForeignClang(ClangCase):
    version = VERSION
    compiler = ClangCase.compiler_of(VERSION)

    def build_small(self):
        self.source("part.cc", PART)
        self.source("part_test.cc", PART_TEST)
        self.compile_small(self.compiler)

    def compile_small(self, compiler):
        part = self.compile("part.cc", *CLANG_FLAGS, compiler=compiler)
        self.link_program("part_test", part, self.compile("part_test.cc"), flags=CLANG_FLAGS, compiler=compiler)

    def without(self, tool):
        """A PATH on which this one is not, under none of its names."""
        kept = self.directory / "bin"
        kept.mkdir()
        for folder in os.environ["PATH"].split(":"):
            for path in os.scandir(folder) if os.path.isdir(folder) else ():
                if not path.name.startswith(tool) and not (kept / path.name).is_symlink():
                    (kept / path.name).symlink_to(path.path)
        return {"PATH": str(kept)}

    def replace_tool(self, name, script):
        tool = self.directory / "bin" / name
        tool.parent.mkdir(exist_ok=True)
        tool.write_text("#!/bin/sh\n" + script)
        tool.chmod(0o755)
        return {"PATH": f"{tool.parent}:{os.environ['PATH']}"}

    def test_the_numbers_are_llvm_covs(self):
        theirs = self.counted_by_clang(self.build_shapes())
        for options in (("-n4",), ("-n2", "--isolation=test"), ("-n2", "--launcher=exec"), ("-n0",)):
            with self.subTest(options=options):
                result = self.run_trireme("--cov=src", "--cov-branch", "--cov-report=lcov", "--cov-report=term", "-v", *options, "build")
                self.assertEqual(result.code, 0, result.out)
                self.assertNotIn("WARNING", result.out)
                self.assertRegex(result.out, rf"coverage: platform linux, {BY_ITS_OWN} _")
                self.assertEqual(differences(lcov_lines(self.cwd / "coverage.lcov"), theirs), [])
                if options[-1] != "--launcher=exec":
                    self.assertRegex(result.out, r"shapes_test is executed for each process and not forked, because it was built to count by a clang")
        self.assertEqual([each for each in self.cwd.rglob("*") if each.suffix in (".profraw", ".profdata")], [])

    def test_functions_are_named(self):
        self.build_shapes()
        self.run_trireme("--cov=src", "--cov-report=lcov", "build")
        lcov = (self.cwd / "coverage.lcov").read_text()
        self.assertRegex(lcov, r"FN:31,_ZN6shapes8classifyEi\n")
        self.assertRegex(lcov, r"FNDA:9,_ZN6shapes8classifyEi\n")

    def test_beside_programs_of_a_known_one(self):
        self.build_small()
        self.do("mv", "part_test", "other_test")
        self.compile_small("clang++")
        result = self.run_trireme("--cov=src", "--cov-report=lcov", "--cov-report=term", "build")
        self.assertNotIn("WARNING", result.out)
        self.assertRegex(result.out, rf"coverage: platform linux, {BY_ITS_OWN}, clang \d+\.\d+ _")
        lines = lcov_lines(self.cwd / "coverage.lcov")["src/part.cc"]
        self.assertEqual([lines[line][0] for line in (1, 3, 4, 6)], [4, 0, 4, 0])

    def test_a_library_that_a_program_of_gcc_links(self):
        self.source("part.cc", PART)
        self.source("part_test.cc", PART_TEST)
        part = self.compile("part.cc", *CLANG_FLAGS, "-fPIC", compiler=self.compiler)
        self.do(self.compiler, "-shared", *CLANG_FLAGS, part, "-o", "libpart.so")
        self.link_program("part_test", self.compile("part_test.cc"), "-L.", "-lpart", "-Wl,-rpath,$ORIGIN", flags=())
        self.run_trireme("--cov=src", "--cov-report=lcov", "build")
        lines = lcov_lines(self.cwd / "coverage.lcov")["src/part.cc"]
        self.assertEqual([lines[line][0] for line in (1, 3, 4, 6)], [2, 0, 2, 0])

    def test_what_a_crash_took_along_is_named(self):
        self.build_small()
        result = self.run_trireme("--cov=src", "--stacks=0", "build", "--", "--gtest_also_run_disabled_tests")
        self.assertIn("WARNING: what the processes of these tests ran is not counted, since they were killed or ended early: "
                      "build/part_test::Wrong.DISABLED_Crashes", result.out)  # fmt: skip

    def test_a_source_that_has_changed_is_named(self):
        self.build_small()
        source = self.cwd / "src" / "part.cc"
        source.write_text("// new\n" + source.read_text())
        result = self.run_trireme("--cov=src", "build")
        self.assertIn("WARNING: src/part.cc has changed since it was compiled, and is left out: build again\n", result.out)
        self.assertNotIn("src/part.cc", self.table(result))

    def test_what_cannot_be_is_said_before_the_tests_run(self):
        self.build_small()
        for option in ("--cov-context=test", "--cov-append", "--cov-report=profraw"):
            result = self.run_trireme("--cov=src", option, "build")
            self.assertEqual(result.code, 4)
            self.assertEqual(result.err, f"ERROR: {option} needs clang 14, 15, 16, 19 or 22, and {self.cwd}/build/part_test is of clang 13.0\n")
        for tool in ("llvm-cov", "llvm-profdata"):
            with self.subTest(tool=tool):
                result = self.run_trireme("--cov=src", "build", env=self.without(tool))
                self.do("rm", "-r", self.directory / "bin")
                self.assertEqual(result.code, 4)
                self.assertRegex(result.err, r"ERROR: .*/build/part_test is of clang 13\.0, whose files llvm-profdata and llvm-cov of that version "
                                             r"read, which are not installed: install the package llvm-13\n")  # fmt: skip

    def test_what_the_tools_say_is_told(self):
        self.build_small()
        for tool, script, told in (
            ("llvm-cov-13", "echo no such thing; exit 3", r"llvm-cov-13 of .*/build/part_test: exit status 3: no such thing: it is left out\n"),
            ("llvm-profdata-13", "kill -KILL $$", r"llvm-profdata-13 of .*/build/part_test: SIGKILL: *: it is left out\n"),
            ("llvm-cov-13", "echo '{}'", r"llvm-cov has printed JSON of a form that is not known of .*/build/part_test: it is left out\n"),
            ("llvm-cov-13", "echo warning: 2 functions have mismatched data >&2; exec /usr/bin/llvm-cov-13 \"$@\"",
             r"of .*/build/part_test: warning: 2 functions have mismatched data\n"),
        ):  # fmt: skip
            with self.subTest(script=script):
                result = self.run_trireme("--cov=src", "build", env=self.replace_tool(tool, script))
                self.do("rm", "-r", self.directory / "bin")
                self.assertRegex(result.out, f"WARNING: {told}")


if __name__ == "__main__":
    unittest.main()
