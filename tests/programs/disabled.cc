#include <gtest/gtest.h>

TEST(Enabled, DISABLED_one) { FAIL() << "ran"; }
TEST(Enabled, two) {}
TEST(DISABLED_Suite, three) { FAIL() << "ran"; }
