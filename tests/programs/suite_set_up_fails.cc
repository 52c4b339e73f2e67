#include <gtest/gtest.h>

struct NonfatalSetUp : testing::Test {
  static void SetUpTestSuite() { ADD_FAILURE() << "nonfatal set-up"; }
};
TEST_F(NonfatalSetUp, one) {}
TEST_F(NonfatalSetUp, two) {}

struct FatalSetUp : testing::Test {
  static void SetUpTestSuite() { FAIL() << "fatal set-up"; }
};
TEST_F(FatalSetUp, one) {}

struct TearDownFails : testing::Test {
  static void TearDownTestSuite() { ADD_FAILURE() << "nonfatal tear-down"; }
};
TEST_F(TearDownFails, one) {}

struct FatalTearDown : testing::Test {
  static void TearDownTestSuite() { FAIL() << "fatal tear-down"; }
};
TEST_F(FatalTearDown, one) {}

TEST(Unharmed, one) {}
