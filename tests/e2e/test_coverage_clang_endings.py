"""A program of gcc whose libraries are clang's: what those run is counted however the process ends, and so is what it forks, loads
and starts."""

import pathlib
import unittest

from coverage_case import CLANG_FLAGS, FIXTURES, CoverageCase
from against_gcov import differences, lcov_lines
from against_llvm import Llvm

FUNCTIONS = {line.split("(")[0].split()[1]: number
             for number, line in enumerate((FIXTURES / "endings.cc").read_text().splitlines(), 1) if line.startswith("void")}  # fmt: skip
FLAGS = (*CLANG_FLAGS, "-fprofile-update=atomic")


class CoverageClangEndings(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_small(self):
        build = self.cwd / "build"
        self.source("endings.cc")
        self.source("endings_test.cc")
        self.source("helper.cc", "int main() { return 0; }\n")
        self.source("plugin.cc", 'extern "C" void plugged() {}\n')
        self.source("bare.cc", 'extern "C" void named() {}\n')
        self.link_program("helper", self.compile("helper.cc", *FLAGS, compiler="clang++"), flags=FLAGS, compiler="clang++")
        for name, unit in (("plugin.so", "plugin.cc"), ("libbare.so", "bare.cc"), ("libendings.so", "endings.cc")):
            self.link_program(name, self.compile(unit, *FLAGS, "-fPIC", compiler="clang++"), flags=(*FLAGS, "-shared"), compiler="clang++")
        test = self.compile("endings_test.cc", "-O0", "--coverage", "-fprofile-update=atomic", f'-DHELPER="{build}/helper"', f'-DPLUGIN="{build}/plugin.so"')
        self.link_program("endings_test", test, "libendings.so", flags=("--coverage", "-Wl,-rpath,$ORIGIN"))

    def run_endings(self, *options):
        kept = self.directory / f"kept{len(list(self.directory.iterdir()))}"
        result = self.run_trireme("-n2", "--cov=src", "--cov-branch", "--cov-report=lcov", f"--cov-report=profraw:{kept}", "--stacks=0", "--timeout=1", f"--report-log={self.log}", *options,
                                  "build/endings_test")  # fmt: skip
        self.assertIn("coverage: platform linux, clang 14.0, gcc 12.2 _", result.out)
        lines = lcov_lines(self.cwd / "coverage.lcov")
        self.check_against_llvm(kept, lines)
        return result, lines, {name: lines["src/endings.cc"][line][0] for name, line in FUNCTIONS.items()}

    def check_against_llvm(self, kept, lines):
        """llvm-cov has the same numbers of the sums as we have."""
        profiles = list(kept.rglob("*.profraw"))
        if not profiles:
            return
        llvm = Llvm()
        programs = [pathlib.Path(str(each).removeprefix(str(kept)).removesuffix(".profraw")) for each in profiles]
        theirs = llvm.lines(programs, llvm.merge(profiles, f"{kept}.profdata"), self.cwd)
        self.assertEqual(differences({name: lines[name] for name in theirs}, theirs), [])
        self.assertIn("src/endings.cc", theirs)

    def test_nothing_is_lost(self):
        for options in (("--isolation=test",), ()):
            with self.subTest(options=options):
                result, lines, hits = self.run_endings("--deselect", "build/endings_test::Loads.NameAndKilled", *options)
                self.assertNotIn("WARNING", result.out)
                self.assertGreater(hits.pop("overflows"), 100)
                self.assertEqual(hits.pop("goes_on"), 40001)
                self.assertEqual(hits, dict.fromkeys(hits, 1))
                self.assertEqual(lines["src/plugin.cc"][1][0], 3)
                self.assertEqual(lines["src/bare.cc"][1][0], 1)
                self.assertEqual(lines["src/helper.cc"][1][0], 1)
                bad = {id.partition("::")[2] for id, outcome in result.outcomes().items() if outcome != "passed"}
                self.assertEqual({each for each in bad if each.startswith(("Forks", "Threads"))}, set())
                self.assertEqual(list(self.cwd.rglob("*.profraw")), [])

    def test_what_is_lost_is_named(self):
        result, _, _ = self.run_endings("-k", "Killed")
        self.assertRegex(result.out, "WARNING: these tests were killed or ended early, and .* is not counted: build/endings_test::Loads.NameAndKilled\n")
        result, _, hits = self.run_endings("-k", "Killed or Abort", "--launcher=exec")
        self.assertIn("is not counted, since they were killed or ended early: build/endings_test::Ends.Abort, "
                      "build/endings_test::Ends.Killed, build/endings_test::Loads.NameAndKilled\n", result.out)  # fmt: skip
        self.assertEqual(hits["aborts"], 0)


if __name__ == "__main__":
    unittest.main()
