#include <gtest/gtest.h>

TEST(NeverRun, one) {}
TEST(NeverRun, two) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return testing::GTEST_FLAG(list_tests) ? RUN_ALL_TESTS() : 0;
}
