#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>

[[gnu::noinline]] void writes_to(int* place) { *const_cast<volatile int*>(place) = 1; }
[[gnu::noinline]] void crashes_in_function() { writes_to(nullptr); }
[[gnu::noinline]] void waits_beside() {
  while (true) pause();
}
[[gnu::noinline]] int never_returns(volatile char* previous) {
  volatile char frame[4096];
  frame[0] = *previous;
  return never_returns(frame) + frame[0];
}

TEST(Crash, in_function) { crashes_in_function(); }
TEST(Crash, in_thread) {
  std::thread crashing(crashes_in_function);
  waits_beside();
}
TEST(Crash, in_abort) { std::abort(); }
TEST(Crash, in_recursion) {
  volatile char start = 1;
  EXPECT_EQ(never_returns(&start), 0);
}

TEST(Company, crash_of_a_thread_that_nobody_awaits) {
  static std::atomic<bool> runs = false;
  std::thread([] {
    runs = true;
    crashes_in_function();
  }).detach();
  while (!runs) usleep(100);
  usleep(100'000);  // less than it takes to take its stack
}
TEST(Company, after) {}

TEST(Handler, of_what_lets_it_go_on) {
  signal(SIGCONT, [](int) {
    const char said[] = "the program went on\n";
    (void)!write(STDOUT_FILENO, said, strlen(said));
    _exit(0);
  });
  crashes_in_function();
}

TEST(Unseen, handler) {
  for (const int each : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP}) {
    struct sigaction set {};
    ASSERT_EQ(sigaction(each, nullptr, &set), 0);
    EXPECT_EQ(set.sa_handler, SIG_DFL) << each;
    EXPECT_EQ(set.sa_flags, 0) << each;
    EXPECT_EQ(signal(each, SIG_IGN), SIG_DFL) << each;
    EXPECT_EQ(signal(each, SIG_DFL), SIG_IGN) << each;
  }
  stack_t stack{};
  ASSERT_EQ(sigaltstack(nullptr, &stack), 0);
  EXPECT_EQ(stack.ss_flags, SS_DISABLE);
}
TEST(Unseen, in_death_tests) { EXPECT_EXIT(crashes_in_function(), testing::KilledBySignal(SIGSEGV), ""); }
TEST(Unseen, own_handler) {
  signal(SIGSEGV, [](int) {
    const char said[] = "handled by the program\n";
    (void)!write(STDOUT_FILENO, said, strlen(said));
    _exit(3);
  });
  crashes_in_function();
}
