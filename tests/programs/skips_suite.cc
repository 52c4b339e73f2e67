// GTEST_SKIP in SetUpTestSuite: GoogleTest 1.12 prints it and runs the tests all the same.
#include <gtest/gtest.h>

struct SkipSuite : testing::Test {
  static void SetUpTestSuite() { GTEST_SKIP() << "the suite says no"; }
};
TEST_F(SkipSuite, one) {}
TEST_F(SkipSuite, two) {}
