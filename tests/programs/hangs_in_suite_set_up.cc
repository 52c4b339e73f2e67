#include <gtest/gtest.h>
#include <unistd.h>

struct Hanging : testing::Test {
  static void SetUpTestSuite() {
    while (true) pause();
  }
};
TEST_F(Hanging, one) {}
TEST(Unharmed, one) {}
