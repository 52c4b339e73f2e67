// Leaves LEAVE processes behind, each in a session of its own; says so, then waits if STAY is set.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace {
void leave(int count) {
  for (int i = 0; i < count; ++i) {
    const pid_t child = vfork();
    if (child < 0) _exit(3);
    if (child == 0) {
      setsid();
      execl("/bin/sleep", "sleep", "300", nullptr);
      _exit(127);
    }
  }
}
}  // namespace

TEST(LeaveMany, processes) {
  const char* const count = std::getenv("LEAVE");
  leave(count == nullptr ? 5 : std::atoi(count));
  if (const char* const done = std::getenv("STAY")) {
    close(creat(done, 0600));
    while (true) pause();
  }
}
