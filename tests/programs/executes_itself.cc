// Executes itself anew before main, as programs do that want another environment.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

__attribute__((constructor)) void execute_again(int /*argc*/, char** argv, char** /*environment*/) {
  if (getenv("EXECUTED_AGAIN") != nullptr) return;
  setenv("EXECUTED_AGAIN", "1", 1);
  execv("/proc/self/exe", argv);
}

TEST(Again, is_marked) { EXPECT_NE(getenv("EXECUTED_AGAIN"), nullptr); }
TEST(Again, fails) { FAIL(); }
