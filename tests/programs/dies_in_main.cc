#include <gtest/gtest.h>

#include <cstdlib>

TEST(NeverReached, one) {}
TEST(NeverReached, two) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (!testing::GTEST_FLAG(list_tests)) std::abort();
  return RUN_ALL_TESTS();
}
