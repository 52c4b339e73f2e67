#include "calendar.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "named.h"

namespace learn_greek {
namespace {

TEST(Calendar, counts_from_1970) { EXPECT_EQ(day_number(1970, 1, 1), 0); }
TEST(Calendar, days_before_are_negative) { EXPECT_EQ(day_number(1969, 12, 31), -1); }
TEST(Calendar, dates_have_zeros) { EXPECT_EQ(date_text(parse_date("0476-09-04")), "0476-09-04"); }

struct NextDayCase : Named {
  const char* day;
  const char* next;
};
class NextDay : public testing::TestWithParam<NextDayCase> {};
TEST_P(NextDay, follows) {
  EXPECT_EQ(date_text(parse_date(GetParam().day) + 1), GetParam().next);
  EXPECT_EQ(parse_date(GetParam().next) - 1, parse_date(GetParam().day));
}
INSTANTIATE_TEST_SUITE_P(Dates, NextDay,
                         testing::Values(NextDayCase{{"leap_day"}, "2024-02-28", "2024-02-29"},
                                         NextDayCase{{"after_leap_day"}, "2024-02-29", "2024-03-01"},
                                         NextDayCase{{"common_year"}, "2023-02-28", "2023-03-01"},
                                         NextDayCase{{"century"}, "1900-02-28", "1900-03-01"},
                                         NextDayCase{{"fourth_century"}, "2000-02-28", "2000-02-29"},
                                         NextDayCase{{"short_month"}, "2023-04-30", "2023-05-01"},
                                         NextDayCase{{"new_year"}, "2023-12-31", "2024-01-01"},
                                         NextDayCase{{"epoch"}, "1969-12-31", "1970-01-01"}),
                         k_by_name);

struct BadDateCase : Named {
  const char* text;
};
class BadDate : public testing::TestWithParam<BadDateCase> {};
TEST_P(BadDate, is_refused) { EXPECT_THROW((void)parse_date(GetParam().text), std::invalid_argument); }
INSTANTIATE_TEST_SUITE_P(Dates, BadDate,
                         testing::Values(BadDateCase{{"no_leap_day"}, "2023-02-29"}, BadDateCase{{"century"}, "1900-02-29"},
                                         BadDateCase{{"april_31"}, "2024-04-31"}, BadDateCase{{"month_13"}, "2024-13-01"},
                                         BadDateCase{{"month_0"}, "2024-00-10"}, BadDateCase{{"day_0"}, "2024-01-00"},
                                         BadDateCase{{"year_0"}, "0000-01-01"}, BadDateCase{{"nothing"}, ""},
                                         BadDateCase{{"too_short"}, "2024-1-1"}, BadDateCase{{"more_after"}, "2024-01-010"},
                                         BadDateCase{{"letter"}, "2024-01-1x"}, BadDateCase{{"slashes"}, "2024/01/01"}),
                         k_by_name);
TEST(Calendar, a_month_does_not_wrap) { EXPECT_THROW((void)day_number(2024, 257, 1), std::invalid_argument); }
TEST(Calendar, a_day_does_not_wrap) { EXPECT_THROW((void)day_number(2024, 1, 257), std::invalid_argument); }

TEST(CalendarLongTerm, every_day_of_four_centuries_comes_back) {
  const int first = parse_date("1800-01-01");
  const int last = parse_date("2199-12-31");
  for (int day = first; day <= last; ++day) ASSERT_EQ(parse_date(date_text(day)), day);
  EXPECT_EQ(last - first + 1, 146097);
}

}  // namespace
}  // namespace learn_greek
