// Its main runs all tests in a forked process, after GoogleTest has connected.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(InChild, passes) {}
TEST(InChild, fails) { FAIL() << "in the child"; }
TEST(InChild, leaves) { _exit(0); }

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const pid_t child = fork();
  if (child == 0) return RUN_ALL_TESTS();
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}
