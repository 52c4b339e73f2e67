"""A program is started once to list its tests and to run them, with coverage too, and what it counts while it lists is not written."""

import unittest

from coverage_case import CoverageCase

# Notes each start of the program. The test looks for what has been written where this run writes counts, and beside the object file.
TEST = """#include <gtest/gtest.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
namespace fs = std::filesystem;
const bool noted = [] {
  std::FILE* const file = std::fopen(std::getenv("START_LOG"), "a");
  std::fputs("started\\n", file);
  return std::fclose(file) == 0;
}();
void expect_none_below(const fs::path& directory) {
  for (const auto& each : fs::recursive_directory_iterator(directory)) EXPECT_NE(each.path().extension(), ".gcda") << each.path();
}
TEST(Listing, HasWrittenNothing) {
  expect_none_below(fs::path(std::getenv("GCOV_PREFIX")).parent_path().parent_path());
  expect_none_below(BUILD);
}
"""


class CoverageListing(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def build_small(self):
        self.source("listing_test.cc", TEST)
        self.link_program("listing_test", self.compile("listing_test.cc", "-O0", "--coverage", f'-DBUILD="{self.cwd}/build"'))

    def measure(self, *options):
        """How often the program was started, and the run's result. It is too new for the cache to keep what it lists."""
        noted = self.directory / "starts"
        noted.write_text("")
        result = self.run_trireme("-n1", "--cov=src", *options, "build", env={"START_LOG": str(noted)})
        self.assertIn("src/listing_test.cc", self.table(result))
        return len(noted.read_text().splitlines()), result

    def test_one_start_lists_and_runs(self):
        for options in ((), ("--isolation=test",)):
            starts, result = self.measure(*options)
            self.assertEqual((starts, result.code), (1, 0), result.out)

    def test_an_executed_program_writes(self):
        starts, result = self.measure("--launcher=exec")
        self.assertEqual((starts, result.code), (2, 1), result.out)
        self.assertIn("/coverage/listing/", result.out)


if __name__ == "__main__":
    unittest.main()
