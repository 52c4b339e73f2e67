#include "coverage/limit.h"

#include <gtest/gtest.h>

namespace trireme::coverage {
namespace {

bool is_reached(const std::string& limit, std::size_t missing, std::size_t of) {
  Report report;
  report.total = {.statements = of, .missing = missing};
  model::CoverageReported told;
  judge(limit, report, told);
  return told.failure.empty();
}

// As the table shows it, and coverage.py rounds: a half to the even one.
TEST(Judge, RoundsAsTheTableDoes) {
  EXPECT_FALSE(is_reached("63", 3, 8));         // 62.5
  EXPECT_TRUE(is_reached("64", 73, 200));       // 63.5
  EXPECT_FALSE(is_reached("62.13", 303, 800));  // 62.125
  EXPECT_TRUE(is_reached("62.12", 303, 800));
  EXPECT_TRUE(is_reached("67", 1, 3));
  EXPECT_FALSE(is_reached("100", 1, 1000));
}

}  // namespace
}  // namespace trireme::coverage
