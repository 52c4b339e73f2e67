#include <gtest/gtest.h>

TEST(Skip, in_test) { GTEST_SKIP() << "no quantum computer"; }
TEST(Skip, fails_then_skips) {
  ADD_FAILURE() << "failed before";
  GTEST_SKIP() << "skipped after";
}
TEST(Skip, passes_between) {}

struct SkipInSetUp : testing::Test {
  void SetUp() override { GTEST_SKIP() << "set-up says no"; }
};
TEST_F(SkipInSetUp, never_reached) { FAIL() << "the body ran"; }
