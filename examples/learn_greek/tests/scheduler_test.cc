#include "scheduler.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "calendar.h"
#include "named.h"

namespace learn_greek {
namespace {

constexpr Schedule k_known{.repetitions = 3, .interval = 15, .ease = 2.5, .due = 40};

constexpr auto k_by_quality = [](const auto& info) {
  return (info.param < 0 ? "quality_minus_" : "quality_") + std::to_string(std::abs(info.param));
};

struct EaseCase : Named {
  int quality;
  double ease;
};
class Ease : public testing::TestWithParam<EaseCase> {};
TEST_P(Ease, follows_sm2) { EXPECT_NEAR(after_answer(k_known, GetParam().quality, 40).ease, GetParam().ease, 1e-9); }
INSTANTIATE_TEST_SUITE_P(Sm2, Ease,
                         testing::Values(EaseCase{{"blackout"}, 0, 2.5}, EaseCase{{"wrong"}, 1, 2.5},
                                         EaseCase{{"nearly"}, 2, 2.5}, EaseCase{{"hard"}, 3, 2.36}, EaseCase{{"good"}, 4, 2.5},
                                         EaseCase{{"perfect"}, 5, 2.6}),
                         k_by_name);

TEST(EaseFloor, is_not_passed) {
  Schedule schedule = k_known;
  schedule.ease = 1.4;
  EXPECT_DOUBLE_EQ(after_answer(schedule, 3, 40).ease, 1.3);
}
TEST(EaseFloor, is_left_by_a_perfect_answer) {
  Schedule schedule = k_known;
  schedule.ease = k_least_ease;
  EXPECT_DOUBLE_EQ(after_answer(schedule, 5, 40).ease, 1.4);
}
TEST(EaseFloor, still_lengthens_a_short_interval) {
  EXPECT_EQ(after_answer({.repetitions = 2, .interval = 6, .ease = k_least_ease, .due = 0}, 3, 0).interval, 8);
}

class Forgotten : public testing::TestWithParam<int> {};
TEST_P(Forgotten, starts_again_tomorrow) {
  EXPECT_EQ(after_answer(k_known, GetParam(), 40),
            (Schedule{.repetitions = 0, .interval = 1, .ease = 2.5, .due = 41, .lapses = 1}));
}
TEST_P(Forgotten, ahead_of_time_counts) { EXPECT_EQ(after_answer(k_known, GetParam(), 30).due, 31); }
TEST_P(Forgotten, a_new_card_has_not_lapsed) { EXPECT_EQ(after_answer({}, GetParam(), 0).lapses, 0); }
INSTANTIATE_TEST_SUITE_P(Sm2, Forgotten, testing::Values(0, 1, 2), k_by_quality);

class Known : public testing::TestWithParam<int> {};
TEST_P(Known, interval_grows_by_the_ease_and_is_rounded_up) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).interval, 38); }
TEST_P(Known, counts_a_repetition) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).repetitions, 4); }
TEST_P(Known, first_interval_is_a_day) { EXPECT_EQ(after_answer({}, GetParam(), 7).due, 8); }
TEST_P(Known, second_interval_is_six_days) { EXPECT_EQ(after_answer(after_answer({}, GetParam(), 0), GetParam(), 1).due, 7); }
TEST_P(Known, ahead_of_time_changes_nothing) { EXPECT_EQ(after_answer(k_known, GetParam(), 39), k_known); }
INSTANTIATE_TEST_SUITE_P(Sm2, Known, testing::Values(3, 4, 5), k_by_quality);

TEST(Interval, is_rounded_up) {
  EXPECT_EQ(after_answer({.repetitions = 2, .interval = 6, .ease = 2.36, .due = 0}, 4, 0).interval, 15);
}
TEST(Interval, a_rounding_error_of_the_ease_is_no_day) {
  Schedule schedule{.repetitions = 2, .interval = 10};
  for (int i = 0; i < 5; ++i) schedule.ease = after_answer(schedule, 3, 0).ease;
  EXPECT_EQ(after_answer(schedule, 4, 0).interval, 18);
}

struct LateCase : Named {
  int quality;
  int interval;
};
class Overdue : public testing::TestWithParam<LateCase> {};
TEST_P(Overdue, by_ten_days) { EXPECT_EQ(after_answer(k_known, GetParam().quality, 50).interval, GetParam().interval); }
INSTANTIATE_TEST_SUITE_P(Sm2, Overdue,
                         testing::Values(LateCase{{"forgotten"}, 2, 1}, LateCase{{"hard_earns_nothing"}, 3, 38},
                                         LateCase{{"good_earns_half"}, 4, 50}, LateCase{{"perfect_earns_all"}, 5, 63}),
                         k_by_name);
TEST(Overdue, is_counted_from_today) { EXPECT_EQ(after_answer(k_known, 3, 50).due, 88); }

TEST(Lapses, are_counted_once_until_known_again) {
  Schedule schedule = after_answer(after_answer(k_known, 1, 40), 0, 40);
  EXPECT_EQ(schedule.lapses, 1);
  schedule = after_answer(after_answer(schedule, 4, 41), 2, 42);
  EXPECT_EQ(schedule.lapses, 2);
}
TEST(Lapses, survive_right_answers) {
  EXPECT_EQ(after_answer({.repetitions = 1, .interval = 1, .due = 0, .lapses = 3}, 5, 0).lapses, 3);
}
TEST(Lapses, practice_on_the_same_day_is_no_repetition) {
  const Schedule forgotten = after_answer(k_known, 1, 40);
  EXPECT_EQ(after_answer(forgotten, 5, 40), forgotten);
}
TEST(Lapses, eight_make_a_leech) {
  EXPECT_FALSE(is_leech({.lapses = 7}));
  EXPECT_TRUE(is_leech({.lapses = 8}));
}

class BadQuality : public testing::TestWithParam<int> {};
TEST_P(BadQuality, is_refused) { EXPECT_THROW((void)after_answer({}, GetParam(), 0), std::out_of_range); }
INSTANTIATE_TEST_SUITE_P(Sm2, BadQuality, testing::Values(-1, 6, 100), k_by_quality);

TEST(Due, on_the_day) { EXPECT_TRUE(is_due({.interval = 1, .due = 5}, 5)); }
TEST(Due, when_overdue) { EXPECT_TRUE(is_due({.interval = 1, .due = 5}, 9)); }
TEST(Due, not_before) { EXPECT_FALSE(is_due({.interval = 1, .due = 5}, 4)); }
TEST(Due, a_new_card_even_before_1970) { EXPECT_TRUE(is_due({}, -100)); }

struct DateCase : Named {
  const char* today;
  Schedule schedule;
  const char* due;
};
class DueDate : public testing::TestWithParam<DateCase> {};
TEST_P(DueDate, after_a_good_answer) {
  Schedule schedule = GetParam().schedule;
  schedule.due = parse_date(GetParam().today);
  EXPECT_EQ(date_text(after_answer(schedule, 4, schedule.due).due), GetParam().due);
}
constexpr Schedule k_once{.repetitions = 1, .interval = 1};
constexpr Schedule k_a_year{.repetitions = 7, .interval = 146};
INSTANTIATE_TEST_SUITE_P(Calendar, DueDate,
                         testing::Values(DateCase{{"leap_day"}, "2024-02-28", {}, "2024-02-29"},
                                         DateCase{{"no_leap_day"}, "2023-02-28", {}, "2023-03-01"},
                                         DateCase{{"over_leap_day"}, "2024-02-24", k_once, "2024-03-01"},
                                         DateCase{{"over_february"}, "2023-02-24", k_once, "2023-03-02"},
                                         DateCase{{"month_end"}, "2024-04-30", {}, "2024-05-01"},
                                         DateCase{{"new_year"}, "2024-12-26", k_once, "2025-01-01"},
                                         DateCase{{"a_year"}, "2022-06-15", k_a_year, "2023-06-15"},
                                         DateCase{{"a_year_with_a_leap_day"}, "2023-06-15", k_a_year, "2024-06-14"}),
                         k_by_name);

class LongTerm : public testing::TestWithParam<int> {};
TEST_P(LongTerm, interval_and_ease_keep_their_bounds) {
  Schedule schedule;
  for (int i = 0; i < 20000; ++i) {
    schedule = after_answer(schedule, GetParam(), schedule.due);
    ASSERT_GE(schedule.interval, 1);
    ASSERT_LE(schedule.interval, k_longest_interval);
    ASSERT_GE(schedule.ease, k_least_ease);
  }
  RecordProperty("interval", schedule.interval);
  EXPECT_EQ(schedule.interval, is_known(GetParam()) ? k_longest_interval : 1);
}
INSTANTIATE_TEST_SUITE_P(Sm2, LongTerm, testing::Range(0, 6), k_by_quality);

}  // namespace
}  // namespace learn_greek
