#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

static void sleep_for_ms(int time) { std::this_thread::sleep_for(std::chrono::milliseconds(time)); }

TEST(EndsLate, over) {
  signal(SIGTERM, SIG_IGN);
  sleep_for_ms(600);
}
TEST(EndsLate, innocent) { sleep_for_ms(200); }
