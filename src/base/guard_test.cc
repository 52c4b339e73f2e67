#include "base/guard.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace trireme::base {
namespace {

// As a sanitizer makes its helper: to wait for it takes saying so.
pid_t sleeper() {
  const pid_t child = fork();
  while (child == 0) pause();
  return child;
}

TEST(KillChildren, EndsThoseThatItIsAskedTo) {
  const pid_t one = sleeper();
  const pid_t other = sleeper();
  kill_children([&](pid_t each) { return each == one; });
  EXPECT_NE(kill(one, 0), 0);
  EXPECT_EQ(kill(other, 0), 0);
  kill_children([&](pid_t each) { return each == other; });
  EXPECT_NE(kill(other, 0), 0);
}

TEST(KillDescendants, EndsAChildThatTellsNobodyOfItsEnd) {
  constexpr unsigned long k_no_signal = 0;
  const auto child = static_cast<pid_t>(syscall(SYS_clone, k_no_signal, nullptr, nullptr, nullptr, 0UL));
  ASSERT_GE(child, 0);
  while (child == 0) pause();
  kill_descendants();
  EXPECT_NE(kill(child, 0), 0);
}

}  // namespace
}  // namespace trireme::base
