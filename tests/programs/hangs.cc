#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

TEST(Hang, before) {}
TEST(Hang, forever) {
  std::puts("about to hang");
  std::fflush(stdout);
  while (true) pause();
}
TEST(Hang, ignoring_sigterm) {
  std::signal(SIGTERM, SIG_IGN);
  while (true) pause();
}
TEST(Hang, after) {}
