#include <gtest/gtest.h>

TEST(Pass, one) { EXPECT_EQ(2 * 2, 4); }
TEST(Pass, two) { EXPECT_TRUE(true); }
