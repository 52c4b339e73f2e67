"""A program that is large in memory is forked with its variables as they are, whatever lies beside what it counts."""

import unittest

from coverage_case import CoverageCase
from against_gcov import differences, gcov_lines, lcov_lines

FUNCTIONS = 1500  # enough that the pages of their descriptions are worth a file
TESTS = 10  # … and children too

HEAD = """#include <gtest/gtest.h>
#include <fstream>
#include <iterator>
#include <string>
int untouched[100000];
int touched[100000];
struct BeforeMain { BeforeMain() { touched[70000] = 7; } } before_main;
"""
# A variable of .data and one of .bss for each.
FUNCTION = "int set_@ = @; int f_@(int more) { static int sum; sum += more; return set_@ += sum; }\n"


def program():
    calls = "".join(f"  EXPECT_EQ(f_{each}(2), {each} + 2);\n" for each in range(0, FUNCTIONS, 10))
    use = ("void use() {\n  EXPECT_EQ(touched[70000]++, 7);\n  EXPECT_EQ(touched[10000]++ + untouched[50000]++, 0);\n"
           + calls + "}\n")  # fmt: skip
    tests = "".join(f"TEST(Each, HasItsOwn{number}) {{ use(); }}\n" for number in range(TESTS))
    maps = """TEST(Each, IsBackedByAFile) {
  std::ifstream file("/proc/self/maps");
  const std::string maps(std::istreambuf_iterator<char>(file), {});
  EXPECT_NE(maps.find("trireme-data"), std::string::npos);
}
"""
    return HEAD + "".join(FUNCTION.replace("@", str(each)) for each in range(FUNCTIONS)) + use + tests + maps


class CoverageMemory(CoverageCase):
    def test_variables_are_as_before_and_counts_are_gcovs(self):
        self.source("large_test.cc", program())
        self.link_program("large_test", self.compile("large_test.cc", "-O0", "--coverage"))
        kept = self.directory / "kept"
        result = self.run_trireme("-n1", "--isolation=test", "--cov=src", "--cov-branch=all", "--cov-report=lcov:all.lcov",
                                  f"--cov-report=gcda:{kept}", "build")  # fmt: skip
        self.assertEqual(result.code, 0, result.out)
        ours = lcov_lines(self.cwd / "all.lcov")
        theirs = gcov_lines(sorted((self.cwd / "build").glob("*.gcno")), str(kept), str(self.cwd))
        self.assertEqual(differences(ours, theirs), [])
        ran = {count for count, _ in ours["src/large_test.cc"].values()}
        self.assertIn(TESTS, ran)  # a function by each of them


if __name__ == "__main__":
    unittest.main()
