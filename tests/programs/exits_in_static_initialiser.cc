#include <gtest/gtest.h>

#include <cstdlib>

const int k_never = (std::exit(3), 0);
TEST(Unreachable, one) {}
