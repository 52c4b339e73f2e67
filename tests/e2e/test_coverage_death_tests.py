"""What a death test runs before a signal ends it is counted, or its test is named, and --affected always selects it."""

import json
import unittest

from coverage_case import CoverageCase

CODE = """#include <cstdlib>
void dies() {
  std::abort();
}
void leaves() {
  std::exit(1);
}
"""

TEST = """#include <gtest/gtest.h>
#include <csignal>
void dies();
void leaves();
class Style : public testing::TestWithParam<const char*> {
  void SetUp() override { testing::FLAGS_gtest_death_test_style = GetParam(); }
};
using StyleDeathTest = Style;
TEST_P(StyleDeathTest, Dies) { EXPECT_DEATH(dies(), ""); }
TEST_P(StyleDeathTest, Leaves) { EXPECT_EXIT(leaves(), testing::ExitedWithCode(1), ""); }
const auto name_of = [](const testing::TestParamInfo<const char*>& info) { return std::string(info.param); };
INSTANTIATE_TEST_SUITE_P(A, StyleDeathTest, testing::Values("fast", "threadsafe"), name_of);
TEST(Other, Stops) {
  const pid_t child = fork();
  if (child == 0) execl("/bin/sleep", "sleep", "100", nullptr);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}
"""


class CoverageDeathTests(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_small(self):
        self.source("code.cc", CODE)
        self.source("death_test.cc", TEST)
        objects = [self.compile(each, "-O0", "--coverage") for each in ("code.cc", "death_test.cc")]
        self.link_program("death_test", *objects)

    def measure(self, *options):
        result = self.run_trireme("--cov=src/code.cc", "--cov-context=test", "--cov-report=json", *options, "build")
        self.assertEqual(result.code, 0, result.out)
        contexts = json.loads((self.cwd / "coverage.json").read_text())["files"]["src/code.cc"]["contexts"]
        warnings = [line for line in result.out.splitlines() if line.startswith("WARNING")]
        return {each.split(".")[-1] for line in ("3", "6") for each in contexts.get(line, [])}, warnings

    def selected(self):
        out = self.run_trireme("--affected", "--collect-only", "-q", "build").out
        return {line.split(".")[-1] for line in out.splitlines() if "::" in line}

    def test_forked(self):
        ran, warnings = self.measure()
        self.assertEqual(ran, {"Dies/fast", "Leaves/fast", "Leaves/threadsafe"})
        self.assertEqual(warnings, ['WARNING: these tests started a program, as death tests of the style "threadsafe" start their own, and a signal '
                                    "ended it: what it ran is not counted: build/death_test::A/StyleDeathTest.Dies/threadsafe (death_test)"])  # fmt: skip
        self.assertEqual(self.selected(), {"Dies/threadsafe"})

    def test_executed(self):
        ran, warnings = self.measure("--launcher=exec")
        named = ", ".join(f"build/death_test::A/StyleDeathTest.{each}" for each in ("Dies/fast", "Dies/threadsafe", "Leaves/fast", "Leaves/threadsafe"))  # fmt: skip
        self.assertEqual(warnings, ["WARNING: these death tests were executed and not forked, and what their processes ran that a "
                                    f"signal ended is not counted: {named}"])  # fmt: skip
        self.assertEqual(ran, {"Leaves/fast", "Leaves/threadsafe"})
        self.assertEqual(self.selected(), {"Dies/fast", "Dies/threadsafe", "Leaves/fast", "Leaves/threadsafe"})


if __name__ == "__main__":
    unittest.main()
