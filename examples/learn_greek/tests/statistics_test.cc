#include "statistics.h"

#include <gtest/gtest.h>

namespace learn_greek {
namespace {

struct StreakCase {
  std::vector<int> days;
  int today;
  int current;
  int longest;
};
class Streak : public testing::TestWithParam<StreakCase> {
 protected:
  static std::vector<Answer> answers() {
    std::vector<Answer> result;
    for (const int day : GetParam().days) result.push_back({day, 4});
    return result;
  }
};
TEST_P(Streak, current) { EXPECT_EQ(current_streak(answers(), GetParam().today), GetParam().current); }
TEST_P(Streak, longest) { EXPECT_EQ(longest_streak(answers()), GetParam().longest); }
INSTANTIATE_TEST_SUITE_P(Days, Streak,
                         testing::Values(StreakCase{{}, 5, 0, 0}, StreakCase{{5}, 5, 1, 1}, StreakCase{{4}, 5, 1, 1},
                                         StreakCase{{3}, 5, 0, 1}, StreakCase{{3, 4, 5}, 5, 3, 3},
                                         StreakCase{{1, 2, 3, 5}, 5, 1, 3}, StreakCase{{5, 5, 5}, 5, 1, 1},
                                         StreakCase{{5, 3, 4}, 5, 3, 3}, StreakCase{{-1, 0, 1}, 1, 3, 3},
                                         StreakCase{{1, 2, 8, 9, 10}, 20, 0, 3}));

TEST(Retention, nothing_answered_is_nothing_retained) { EXPECT_EQ(retention({}), 0); }
TEST(Retention, counts_three_as_known) { EXPECT_EQ(retention({{0, 3}}), 1); }
TEST(Retention, counts_two_as_forgotten) { EXPECT_EQ(retention({{0, 2}}), 0); }
TEST(Retention, is_a_share) { EXPECT_DOUBLE_EQ(retention({{0, 5}, {0, 0}, {1, 4}, {2, 1}}), 0.5); }

class Forecast : public testing::Test {
 protected:
  Progress progress_{{"α", {.due = 1}}, {"β", {.due = 5}}, {"γ", {.due = 5}}, {"δ", {.due = 7}}};
};
TEST_F(Forecast, counts_by_day) { EXPECT_EQ(forecast(progress_, 4, 4), (std::vector<int>{1, 2, 0, 1})); }
TEST_F(Forecast, overdue_is_today) { EXPECT_EQ(forecast(progress_, 6, 1), (std::vector<int>{3})); }
TEST_F(Forecast, leaves_out_what_is_later) { EXPECT_EQ(forecast(progress_, 0, 3), (std::vector<int>{0, 1, 0})); }
TEST_F(Forecast, of_no_days_is_empty) { EXPECT_TRUE(forecast(progress_, 0, 0).empty()); }
TEST_F(Forecast, of_negative_days_is_empty) { EXPECT_TRUE(forecast(progress_, 0, -3).empty()); }

}  // namespace
}  // namespace learn_greek
