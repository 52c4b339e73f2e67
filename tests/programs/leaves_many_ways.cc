// Processes left behind in ways in which they are hard to find.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace {
[[noreturn]] void sleep_on(char* const* environment) {
  char name[] = "sleep";
  char time[] = "300";
  char* const argv[] = {name, time, nullptr};
  execve("/bin/sleep", argv, environment);
  _exit(127);
}
}  // namespace

TEST(LeaveManyWays, passes_before) {}
TEST(LeaveManyWays, twice_forked) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    sleep_on(environ);
  }
  waitpid(child, nullptr, 0);
  usleep(100'000);
}
TEST(LeaveManyWays, nameless) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    char* const nothing[] = {nullptr};
    sleep_on(nothing);
  }
  waitpid(child, nullptr, 0);
  usleep(100'000);
}
TEST(LeaveManyWays, ended_by_itself) {
  if (fork() == 0) _exit(0);
  usleep(100'000);
}
TEST(LeaveManyWays, with_the_group) {
  if (fork() == 0) sleep_on(environ);
  usleep(100'000);
}
TEST(LeaveManyWays, passes_after) { usleep(100'000); }
