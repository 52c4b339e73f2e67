#include "calendar.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <stdexcept>

namespace learn_greek {
namespace {

int number_in(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + length, number);
  return number;
}

bool looks_like_a_date(std::string_view text) {
  constexpr std::string_view k_shape = "0000-00-00";
  return std::ranges::equal(text, k_shape, [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
}

}  // namespace

int day_number(int year, int month, int day) {
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  // The classes of <chrono> keep a byte of month and day, so 257 would be 1 to them.
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 || !date.ok()) {
    throw std::invalid_argument("there is no such day");
  }
  return static_cast<int>(sys_days(date).time_since_epoch().count());
}

std::string date_text(int day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

int parse_date(std::string_view text) {
  if (!looks_like_a_date(text)) throw std::invalid_argument("a date looks like 2024-02-29");
  return day_number(number_in(text, 0, 4), number_in(text, 5, 2), number_in(text, 8, 2));
}

}  // namespace learn_greek
