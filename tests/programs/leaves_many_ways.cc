// Processes left behind in ways in which they are hard to find.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace {
// Open at its end until the leftover has executed its program.
class Started {
 public:
  Started() { pipe2(ends_, O_CLOEXEC); }
  void wait() {
    char byte = 0;
    close(ends_[1]);
    read(ends_[0], &byte, 1);
  }

 private:
  int ends_[2];
};

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
  Started started;
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    sleep_on(environ);
  }
  waitpid(child, nullptr, 0);
  started.wait();
}
TEST(LeaveManyWays, nameless) {
  Started started;
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    char* const nothing[] = {nullptr};
    sleep_on(nothing);
  }
  waitpid(child, nullptr, 0);
  started.wait();
}
TEST(LeaveManyWays, ended_by_itself) {
  if (fork() == 0) _exit(0);
  siginfo_t info{};
  waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
}
TEST(LeaveManyWays, with_the_group) {
  Started started;
  if (fork() == 0) sleep_on(environ);
  started.wait();
}
TEST(LeaveManyWays, passes_after) { usleep(100'000); }
