#include <gtest/gtest.h>

struct Crashing : testing::Test {
  static void SetUpTestSuite() { *reinterpret_cast<volatile int*>(8) = 1; }
};
TEST_F(Crashing, one) {}
TEST_F(Crashing, two) {}
TEST(Unharmed, one) {}
