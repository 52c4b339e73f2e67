#include "report/progress.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

using model::Outcome;

TEST(Progress, wraps_before_the_percentage) {
  Progress progress({false, 10});
  EXPECT_EQ(progress.add(Outcome::passed, 1, 4), ".");
  EXPECT_EQ(progress.add(Outcome::crashed, 2, 4), "F");
  EXPECT_EQ(progress.add(Outcome::skipped, 3, 4), "s [ 75%]\n");
  EXPECT_EQ(progress.add(Outcome::error, 4, 4), "E");
  EXPECT_EQ(progress.add(Outcome::flaky, 4, 4), "R");
  EXPECT_EQ(progress.end_line(4, 4), "  [100%]\n");
  EXPECT_EQ(progress.end_line(4, 4), "");
}

}  // namespace
}  // namespace trireme::report
