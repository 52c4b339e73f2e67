#include <gtest/gtest.h>

struct Surroundings : testing::Environment {
  void SetUp() override { FAIL() << "fatal global set-up"; }
};
const auto* const k_environment = testing::AddGlobalTestEnvironment(new Surroundings);
TEST(InEnvironment, one) {}
TEST(InEnvironment, two) {}
