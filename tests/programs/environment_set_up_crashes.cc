#include <gtest/gtest.h>

struct Crashing : testing::Environment {
  void SetUp() override { *reinterpret_cast<volatile int*>(8) = 1; }
};
const auto* k_environment = testing::AddGlobalTestEnvironment(new Crashing);
TEST(InEnvironment, one) {}
TEST(InEnvironment, two) {}
