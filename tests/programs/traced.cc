// Processes that a test leaves behind trace its own, or each other, and never wait for them.
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <unistd.h>

namespace {

void let_oneself_be_traced() {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t traced = getpid();
  if (fork() == 0) {
    setsid();
    const char failed = ptrace(PTRACE_SEIZE, traced, 0, 0) != 0;
    static_cast<void>(write(ready[1], &failed, 1));
    for (;;) pause();
  }
  char failed = 1;
  ASSERT_EQ(read(ready[0], &failed, 1), 1);
  EXPECT_FALSE(failed);
}

}  // namespace

TEST(Traced, passes) { let_oneself_be_traced(); }
TEST(Traced, exits) {
  let_oneself_be_traced();
  _exit(0);
}
TEST(Traced, leaves_one_that_is) {
  if (fork() == 0) {
    setsid();
    let_oneself_be_traced();
    for (;;) pause();
  }
  usleep(200'000);
}
TEST(Traced, after) {}
