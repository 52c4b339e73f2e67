#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

TEST(Exit, before) {}
TEST(Exit, exit_0) { std::exit(0); }
TEST(Exit, underscore_exit_0) { _exit(0); }
TEST(Exit, quick_exit_0) { std::quick_exit(0); }
TEST(Exit, exit_3) { std::exit(3); }
TEST(Exit, after) {}
