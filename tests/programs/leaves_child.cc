// Children that outlive their test and keep its stdout open. The end of a process is its exit, not end-of-file.
#include <gtest/gtest.h>
#include <unistd.h>

namespace {
void leave_a_sleeper(bool new_session) {
  if (fork() != 0) return;
  if (new_session) setsid();
  execlp("sleep", "sleep", "300", nullptr);
  _exit(127);
}
}  // namespace

TEST(Leave, child_in_group) { leave_a_sleeper(false); }
TEST(Leave, child_in_new_session) { leave_a_sleeper(true); }
TEST(Leave, after) {}
