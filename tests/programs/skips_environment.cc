#include <gtest/gtest.h>

struct SkipAll : testing::Environment {
  void SetUp() override { GTEST_SKIP() << "the environment says no"; }
};
const auto* const k_environment = testing::AddGlobalTestEnvironment(new SkipAll);
TEST(SkippedByEnvironment, one) { FAIL() << "ran"; }
TEST(SkippedByEnvironment, two) { FAIL() << "ran"; }
