#include "statistics.h"

#include <gtest/gtest.h>

#include "calendar.h"
#include "named.h"

namespace learn_greek {
namespace {

struct StreakCase : Named {
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
INSTANTIATE_TEST_SUITE_P(
    Days, Streak,
    testing::Values(StreakCase{{"nothing"}, {}, 5, 0, 0}, StreakCase{{"today_only"}, {5}, 5, 1, 1},
                    StreakCase{{"yesterday_only"}, {4}, 5, 1, 1}, StreakCase{{"before_yesterday"}, {3}, 5, 0, 1},
                    StreakCase{{"up_to_today"}, {3, 4, 5}, 5, 3, 3}, StreakCase{{"after_a_gap"}, {1, 2, 3, 5}, 5, 1, 3},
                    StreakCase{{"several_a_day"}, {5, 5, 5}, 5, 1, 1}, StreakCase{{"unsorted"}, {5, 3, 4}, 5, 3, 3},
                    StreakCase{{"around_day_0"}, {-1, 0, 1}, 1, 3, 3}, StreakCase{{"long_ago"}, {1, 2, 8, 9, 10}, 20, 0, 3},
                    StreakCase{{"not_the_future"}, {7, 8}, 5, 0, 2}),
    k_by_name);

TEST(Retention, nothing_answered_is_nothing_retained) { EXPECT_EQ(retention({}), 0); }
TEST(Retention, counts_three_as_known) { EXPECT_EQ(retention({{0, 3}}), 1); }
TEST(Retention, counts_two_as_forgotten) { EXPECT_EQ(retention({{0, 2}}), 0); }
TEST(Retention, is_a_share) { EXPECT_DOUBLE_EQ(retention({{0, 5}, {0, 0}, {1, 4}, {2, 1}}), 0.5); }
TEST(Retention, of_a_time_includes_both_ends) {
  const std::vector<Answer> answers{{1, 0}, {2, 5}, {3, 0}, {4, 5}, {5, 0}};
  EXPECT_DOUBLE_EQ(retention(answers, 2, 4), 2.0 / 3);
}
TEST(Retention, of_a_time_without_answers_is_none) { EXPECT_EQ(retention({{1, 5}}, 2, 9), 0); }

TEST(AnswersByMonth, ends_where_the_month_does) {
  std::vector<Answer> answers;
  for (const char* date : {"2024-02-29", "2024-03-01", "2024-02-01", "2024-01-31", "2023-02-28", "2023-03-01"}) {
    answers.push_back({parse_date(date), 4});
  }
  EXPECT_EQ(answers_by_month(answers),
            (std::map<std::string, int>{{"2023-02", 1}, {"2023-03", 1}, {"2024-01", 1}, {"2024-02", 2}, {"2024-03", 1}}));
}
TEST(AnswersByMonth, a_leap_year_has_366_days) {
  std::vector<Answer> answers;
  for (int day = parse_date("2024-01-01"); day <= parse_date("2024-12-31"); ++day) answers.push_back({day, 4});
  std::map<std::string, int> months = answers_by_month(answers);
  EXPECT_EQ(answers.size(), 366U);
  EXPECT_EQ(months.size(), 12U);
  EXPECT_EQ(months["2024-02"], 29);
}

class Hardest : public testing::Test {
 protected:
  using Misses = std::vector<std::pair<std::string, int>>;
  const std::vector<Answer> answers_{{1, 2, "γ"}, {1, 0, "β"}, {1, 1, "α"}, {2, 0, "γ"}, {2, 5, "δ"}, {3, 4, "α"}};
};
TEST_F(Hardest, most_misses_first_then_by_the_alphabet) {
  EXPECT_EQ(hardest(answers_, 10), (Misses{{"γ", 2}, {"α", 1}, {"β", 1}}));
}
TEST_F(Hardest, keeps_to_its_count) { EXPECT_EQ(hardest(answers_, 2), (Misses{{"γ", 2}, {"α", 1}})); }
TEST_F(Hardest, nothing_forgotten_is_nothing_hard) { EXPECT_TRUE(hardest({{1, 3, "α"}}, 5).empty()); }

class MaturityTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(deck_.add({"α", "alpha", {}})); }
  Deck deck_{"letters"};
};
TEST_F(MaturityTest, never_answered_is_fresh) { EXPECT_EQ(maturity(deck_, {}), (Maturity{.fresh = 1})); }
TEST_F(MaturityTest, forgotten_is_learning) {
  EXPECT_EQ(maturity(deck_, {{"α", {.repetitions = 0, .interval = 1}}}), (Maturity{.learning = 1}));
}
TEST_F(MaturityTest, below_three_weeks_is_young) {
  EXPECT_EQ(maturity(deck_, {{"α", {.repetitions = 3, .interval = 20}}}), (Maturity{.young = 1}));
}
TEST_F(MaturityTest, from_three_weeks_is_mature) {
  EXPECT_EQ(maturity(deck_, {{"α", {.repetitions = 3, .interval = 21}}}), (Maturity{.mature = 1}));
}
TEST_F(MaturityTest, other_decks_do_not_count) {
  EXPECT_EQ(maturity(deck_, {{"β", {.repetitions = 3, .interval = 21}}}), (Maturity{.fresh = 1}));
}

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
