// Processes that tests fork come back from the test, and run and report the others as well.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

TEST(Twice, exits_after_its_child) {
  if (fork() == 0) return;
  wait(nullptr);
  ADD_FAILURE() << "lost";
  std::exit(0);
}
TEST(Twice, becomes_a_daemon) { EXPECT_EQ(daemon(1, 1), 0); }
TEST(Twice, passes) {}
