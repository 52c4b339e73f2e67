// The child of the fork returns from the test body, so it runs the remaining tests and writes a report as well.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(Fork, child_returns_from_body) {
  const pid_t child = fork();
  if (child > 0) {
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
  }
}
TEST(Fork, after) {}
TEST(Fork, fails_after) { FAIL() << "in both processes"; }
