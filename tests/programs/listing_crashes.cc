#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

TEST(Listed, one) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) std::abort();
  return RUN_ALL_TESTS();
}
