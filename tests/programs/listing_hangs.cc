#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

TEST(Listed, one) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  while (testing::GTEST_FLAG(list_tests)) pause();
  return RUN_ALL_TESTS();
}
