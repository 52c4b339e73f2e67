#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

[[gnu::noinline]] void waits_in_thread() {
  while (true) pause();
}
[[gnu::noinline]] void waits_in_test() {
  while (true) pause();
}
TEST(HangsInThreads, both) {
  std::thread other(waits_in_thread);
  waits_in_test();
}
TEST(HangsInThreads, after) {}
