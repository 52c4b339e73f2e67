// Its tests are the lines of the file that CASES names, as parameters, and one more.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

std::vector<std::string> lines() {
  std::vector<std::string> result;
  std::ifstream cases(std::getenv("CASES"));
  for (std::string line; std::getline(cases, line);) result.push_back(line);
  return result;
}

struct Case : testing::TestWithParam<std::string> {};
TEST_P(Case, IsGood) { EXPECT_NE(GetParam(), "bad"); }
INSTANTIATE_TEST_SUITE_P(Line, Case, testing::ValuesIn(lines()));
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Case);

TEST(Fixed, one) {}
