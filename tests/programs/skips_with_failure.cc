// A suite that its set-up skips, and a failure elsewhere: the status says nothing of the suite then.
#include <gtest/gtest.h>

class SkippedSuite : public testing::Test {
 protected:
  static void SetUpTestSuite() { GTEST_SKIP() << "not here"; }
};
TEST_F(SkippedSuite, one) {}
TEST(OtherSuite, fails) { FAIL() << "elsewhere"; }
