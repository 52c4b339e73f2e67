#include <gtest/gtest.h>

#include <stdexcept>

TEST(Fail, expect) {
  EXPECT_EQ(1, 2) << "first complaint";
  EXPECT_EQ(3, 4) << "second complaint";
}
TEST(Fail, assert) { ASSERT_TRUE(false) << "asserted"; }
TEST(Fail, throws) { throw std::runtime_error("thrown out"); }
TEST(Fail, throws_int) { throw 7; }
TEST(Fail, passes_between) {}
