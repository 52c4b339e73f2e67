#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

namespace {
[[gnu::noinline]] int recurse(volatile char* previous) {
  volatile char frame[4096];
  frame[0] = *previous;
  return recurse(frame) + frame[0];
}
}  // namespace

TEST(Crash, before) {}
TEST(Crash, segfault) { *reinterpret_cast<volatile int*>(8) = 1; }
TEST(Crash, abort) { std::abort(); }
TEST(Crash, stack_overflow) {
  volatile char start = 1;
  EXPECT_EQ(recurse(&start), 0);
}
TEST(Crash, thread_throws) {
  std::thread([] { throw std::runtime_error("uncaught in a thread"); }).join();
}
TEST(Crash, terminate) { std::terminate(); }
TEST(Crash, kills_itself) { std::raise(SIGKILL); }
TEST(Crash, fails_then_segfaults) {
  ADD_FAILURE() << "failed first";
  *reinterpret_cast<volatile int*>(8) = 1;
}
TEST(Crash, after) {}
