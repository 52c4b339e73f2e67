#include "execute/time_limit.h"

#include <gtest/gtest.h>

namespace trireme::execute {
namespace {

class TimeLimit : public testing::Test {
 protected:
  double after(const std::string& channel, bool in_run = true) {
    if (!channel.empty()) hearing_.on_data("", channel, 1);
    return time_limit(naming_, hearing_, 3, in_run);
  }

  model::Options options_;
  const model::Collection collection_{.tests = {{.id = "p::S.a", .suite = "S", .name = "a", .timeout = 1},
                                                {.id = "p::S.b", .suite = "S", .name = "b", .timeout = 4},
                                                {.id = "p::T.c", .suite = "T", .name = "c", .timeout = 2}}};
  const model::Batch batch_{.tests = {0, 1, 2}};
  const Naming naming_{collection_, options_, batch_, ""};
  googletest::Hearing hearing_{{&collection_.tests[0], &collection_.tests[1], &collection_.tests[2]}};
};

TEST_F(TimeLimit, IsTheLongestBeforeTheFirstTest) {
  EXPECT_EQ(after("", false), 4);
  EXPECT_EQ(after("event=TestProgramStart\n"), 4);
}

TEST_F(TimeLimit, IsThatOfAllWhenNothingIsHeardOfThem) { EXPECT_EQ(after("", true), 7); }

TEST_F(TimeLimit, IsThatOfTheTest) {
  EXPECT_EQ(after("event=TestProgramStart\nevent=TestCaseStart&name=S\n"), 1);
  EXPECT_EQ(after("event=TestStart&name=a\n"), 1);
  EXPECT_EQ(after("event=TestEnd&passed=1&elapsed_time=1ms\n"), 4);
  EXPECT_EQ(after("event=TestStart&name=b\n"), 4);
  EXPECT_EQ(after("event=TestEnd&passed=1&elapsed_time=1ms\nevent=TestCaseEnd&passed=1\n"), 2);
}

}  // namespace
}  // namespace trireme::execute
