// How the code lies on lines is what is tested.
// clang-format off
#include "shapes.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

TEST(Classify, Low) { for (int i = -2; i < 5; ++i) shapes::classify(i); }
TEST(Classify, High) { EXPECT_EQ(shapes::classify(101), 101); EXPECT_EQ(shapes::classify(52), 33); }
TEST(Sum, Some) {
  EXPECT_EQ(shapes::sum_of({1, 2, 3}), 6);
  EXPECT_EQ(shapes::sum_of({1, 2, 3, 4, 5}), 30);
}
TEST(Safely, Both) {
  EXPECT_EQ(shapes::safely(1), "0");
  EXPECT_EQ(shapes::safely(3), "cannot 3");
}
TEST(Loops, Some) { shapes::loops(12); shapes::loops(0); }
TEST(Gotos, Some) { EXPECT_EQ(shapes::gotos(9), 0); }
TEST(Templates, Some) {
  EXPECT_EQ(shapes::largest<int>({3, 9, 2}), 9);
  EXPECT_EQ(shapes::largest<std::string>({"a", "b"}), "b");
  EXPECT_THROW(shapes::largest<double>({}), std::invalid_argument);
  EXPECT_EQ(shapes::Power<5>::of(2), 32);
}
TEST(Words, Some) { EXPECT_EQ(shapes::word(2), "two"); }
TEST(Virtual, Area) { const shapes::Square square(3); const shapes::Base& base = square; EXPECT_EQ(base.area(), 9); }
