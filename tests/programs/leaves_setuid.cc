// Leaves the program behind that LEFT names.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

TEST(Left, behind) {
  const char* const left = std::getenv("LEFT");
  if (fork() == 0) {
    execl(left, left, nullptr);
    _exit(1);
  }
  usleep(200'000);
}
TEST(Left, after) {}
