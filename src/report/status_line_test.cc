#include "report/status_line.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

TEST(StatusLine, says_what_is_done_and_what_runs) {
  RunningTests running;
  running.started("gw0", "b::A.b", 1);
  running.started("gw1", "b::A.c", 5);
  EXPECT_EQ(status_line({25, 100, 2, 10}, running, 200),
            "[ 25%] 25/100, 2 failed, 0:10, about 0:30 left | gw0 A.b 9s, gw1 A.c 5s");
}

TEST(StatusLine, is_never_as_wide_as_the_terminal) {
  RunningTests running;
  running.started("gw0", "b::A.日本日本日本日本", 0);
  EXPECT_EQ(status_line({0, 1, 0, 0}, running, 30), "[  0%] 0/1, 0:00 | gw0 A.日本");
}

TEST(StatusLine, a_hostile_test_name_is_one_harmless_line) {
  RunningTests running;
  running.started("gw0", "b::A.\x1b[2J\nx", 0);
  EXPECT_EQ(status_line({0, 1, 0, 0}, running, 80), "[  0%] 0/1, 0:00 | gw0 A.\\x1b[2J x 0s");
}

TEST(RunningTests, a_worker_runs_one_test_and_an_ended_test_is_gone) {
  RunningTests running;
  running.started("gw0", "b::A.a", 0);
  running.started("gw0", "b::A.b", 0);
  running.started("gw1", "b::A.c", 0);
  running.ended("b::A.c");
  EXPECT_EQ(running.text(2), "gw0 A.b 2s");
}

TEST(StatusLine, more_done_than_announced_is_no_more_than_everything) {
  EXPECT_EQ(percentage(5, 4), "[100%]");
  EXPECT_EQ(percentage(0, 0), "[100%]");
  EXPECT_EQ(percentage(999, 1000), "[ 99%]");
}

TEST(StatusLine, clock) {
  EXPECT_EQ(clock_text(7.9), "0:07");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-1), "0:00");
}

}  // namespace
}  // namespace trireme::report
