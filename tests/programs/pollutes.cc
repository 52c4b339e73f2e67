// Tests that leave something in their process on which others fail. With POLLUTE in the environment; else all pass but one.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

const bool k_pollutes = std::getenv("POLLUTE") != nullptr;
bool left = false;
bool right = false;

TEST(First, fails_anyway) { FAIL() << "for its own reasons"; }
TEST(Polluter, left) { left = k_pollutes; }
TEST(Innocent, one) {}
TEST(Polluter, right) { right = k_pollutes; }
TEST(Innocent, two) {}
TEST(Victim, of_left) { EXPECT_FALSE(left) << "left was here"; }
TEST(Victim, of_both) { EXPECT_FALSE(left && right) << "both were here"; }
TEST(Victim, passes) {}

struct SetUpVictim : testing::Test {
  static void SetUpTestSuite() { ASSERT_FALSE(left) << "left was here before"; }
};
TEST_F(SetUpVictim, one) {}
TEST_F(SetUpVictim, two) {}

TEST(Last, fails_anyway) { EXPECT_FALSE(k_pollutes) << "alone too"; }

// GoogleTest puts suites with parameters behind the others.
class Many : public testing::TestWithParam<int> {};
TEST_P(Many, innocents) {}
INSTANTIATE_TEST_SUITE_P(Of, Many, testing::Range(0, 40));

class Far : public testing::TestWithParam<int> {};
TEST_P(Far, victim_of_left) { EXPECT_FALSE(left) << "left was here long ago"; }
TEST_P(Far, crashes_after_right) {
  if (right) std::raise(SIGSEGV);
}
INSTANTIATE_TEST_SUITE_P(Of, Far, testing::Values(0));
