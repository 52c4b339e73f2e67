#include <gtest/gtest.h>

struct Surroundings : testing::Environment {
  void TearDown() override { FAIL() << "fatal global tear-down"; }
};
const auto* const k_environment = testing::AddGlobalTestEnvironment(new Surroundings);
TEST(InEnvironment, one) {}
TEST(InEnvironment, two) {}
