// A suite's set-up and another's tear-down fail, and then a test crashes, so that GoogleTest cannot report them.
#include <gtest/gtest.h>

#include <csignal>

struct FailingSetUp : testing::Test {
  static void SetUpTestSuite() { ADD_FAILURE() << "no set-up"; }
};
TEST_F(FailingSetUp, one) {}

struct FailingTearDown : testing::Test {
  static void TearDownTestSuite() { ADD_FAILURE() << "no tear-down"; }
};
TEST_F(FailingTearDown, one) {}

TEST(Then, crashes) { std::raise(SIGSEGV); }
