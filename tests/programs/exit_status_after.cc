// As a leak checker does: every test passed, and the process still says that something is wrong.
#include <gtest/gtest.h>

TEST(AllPassed, one) {}
TEST(AllPassed, two) {}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const int status = RUN_ALL_TESTS();
  return testing::GTEST_FLAG(list_tests) ? status : 5;
}
