#include <gtest/gtest.h>
#include <unistd.h>

TEST(AllPassed, one) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const int status = RUN_ALL_TESTS();
  while (!testing::GTEST_FLAG(list_tests)) pause();
  return status;
}
