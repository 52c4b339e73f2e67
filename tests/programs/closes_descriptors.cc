// The stream dies with its descriptor; report and exit status still tell everything.
#include <gtest/gtest.h>
#include <unistd.h>

TEST(Close, everything_above_2) {
  for (int fd = 3; fd < 1024; ++fd) close(fd);
}
TEST(Close, passes_after) {}
TEST(Close, fails_after) { FAIL() << "without a stream"; }
