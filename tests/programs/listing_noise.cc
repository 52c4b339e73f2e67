#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

TEST(Listed, one) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests)) std::puts("Loading...\n{\"tests\": 99}\nGhost.\n  test\n\xff");
  return RUN_ALL_TESTS();
}
