#include <gtest/gtest.h>

struct Surroundings : testing::Environment {
  void SetUp() override { ADD_FAILURE() << "nonfatal global set-up"; }
};
const auto* const k_environment = testing::AddGlobalTestEnvironment(new Surroundings);
TEST(InEnvironment, one) {}
TEST(InEnvironment, two) {}
