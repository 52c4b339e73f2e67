#include <gtest/gtest.h>

#include <chrono>
#include <thread>

// In parts, because a sleep goes on while the process is stopped.
TEST(Sleeps, a_second) {
  for (int i = 0; i < 100; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
