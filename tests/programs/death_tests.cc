#include <gtest/gtest.h>

#include <cstdlib>

struct Style : testing::TestWithParam<const char*> {
  void SetUp() override { testing::GTEST_FLAG(death_test_style) = GetParam(); }
};
TEST_P(Style, DeathTest_dies) { EXPECT_DEATH(std::abort(), ""); }
TEST_P(Style, DeathTest_exits) { EXPECT_EXIT(std::exit(4), testing::ExitedWithCode(4), ""); }
TEST_P(Style, DeathTest_survives) { EXPECT_DEATH((void)0, "") << "it lived"; }
INSTANTIATE_TEST_SUITE_P(Both, Style, testing::Values("fast", "threadsafe"),
                         [](const auto& info) { return std::string(info.param); });
