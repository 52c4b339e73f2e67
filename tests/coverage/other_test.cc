// How the code lies on lines is what is tested.
// clang-format off
// A second program that uses the same header and unit, in other instances.
#include "shapes.h"

#include <gtest/gtest.h>

TEST(Other, Templates) {
  EXPECT_EQ(shapes::largest<int>({1}), 1);
  EXPECT_EQ(shapes::largest<char>({'a', 'z'}), 'z');
  EXPECT_EQ(shapes::absolute(-4), 4);
}
TEST(Other, Loops) { shapes::loops(3); }

struct Parameterised : testing::TestWithParam<int> {};
TEST_P(Parameterised, Absolute) { EXPECT_GE(shapes::absolute(GetParam()), 0); }
INSTANTIATE_TEST_SUITE_P(Some, Parameterised, testing::Range(-3, 3));
