#include <gtest/gtest.h>

struct Crashing : testing::Test {
  static void TearDownTestSuite() { *reinterpret_cast<volatile int*>(8) = 1; }
};
TEST_F(Crashing, one) {}
TEST_F(Crashing, two) {}
TEST(Unharmed, one) {}
