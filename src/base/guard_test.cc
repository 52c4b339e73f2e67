#include "base/guard.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace trireme::base {
namespace {

// As a sanitizer makes its helper: to wait for it takes saying so.
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
