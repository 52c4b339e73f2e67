"""What a forked process has run is counted however it ends, and so is what it forks, loads and starts."""

import unittest

from coverage_case import FIXTURES, CoverageCase
from against_gcov import differences, gcov_lines, lcov_lines

FUNCTIONS = {line.split("(")[0].split()[1]: number
             for number, line in enumerate((FIXTURES / "endings.cc").read_text().splitlines(), 1) if line.startswith("void")}  # fmt: skip
FLAGS = ("-O0", "--coverage", "-fprofile-update=atomic")


class CoverageEndings(CoverageCase):
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
        self.link_program("helper", self.compile("helper.cc", *FLAGS))
        self.link_program("plugin.so", self.compile("plugin.cc", *FLAGS, "-fPIC"), flags=("--coverage", "-shared"))
        self.link_program("libbare.so", self.compile("bare.cc", *FLAGS, "-fPIC"), flags=("--coverage", "-shared"))
        self.link_program("libendings.so", self.compile("endings.cc", *FLAGS, "-fPIC"), flags=("--coverage", "-shared"))
        test = self.compile("endings_test.cc", *FLAGS, f'-DHELPER="{build}/helper"', f'-DPLUGIN="{build}/plugin.so"')
        self.link_program("endings_test", test, "libendings.so", flags=("--coverage", "-Wl,-rpath,$ORIGIN"))

    def run_endings(self, *options):
        kept = self.directory / f"kept{len(list(self.directory.iterdir()))}"
        result = self.run_trireme("-n2", "--cov=src", "--cov-branch=all", "--cov-report=lcov", f"--cov-report=gcda:{kept}", "--stacks=0", "--timeout=1",
                                  f"--report-log={self.log}", *options, "build/endings_test")  # fmt: skip
        lines = lcov_lines(self.cwd / "coverage.lcov")
        theirs = gcov_lines(sorted((self.cwd / "build").glob("*.gcno")), str(kept), str(self.cwd))
        self.assertEqual(differences(lines, theirs), [])
        hits = {name: lines["src/endings.cc"][line][0] for name, line in FUNCTIONS.items()}
        return result, lines, hits

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
                self.assertEqual(list((self.cwd / "build").rglob("*.gcda")), [])

    def test_what_is_lost_is_named(self):
        result, _, _ = self.run_endings("-k", "Killed")
        self.assertRegex(result.out, "WARNING: these tests were killed or ended early, and .* is not counted: build/endings_test::Loads.NameAndKilled\n")
        result, _, hits = self.run_endings("-k", "Killed or Abort", "--launcher=exec")
        self.assertIn("is not counted, since they were killed or ended early: build/endings_test::Ends.Abort, "
                      "build/endings_test::Ends.Killed, build/endings_test::Loads.NameAndKilled\n", result.out)  # fmt: skip
        self.assertEqual(hits["aborts"], 0)


if __name__ == "__main__":
    unittest.main()
