// Days as whole numbers, counted from 1970-01-01, and as dates of the Gregorian calendar.
#pragma once

#include <string>
#include <string_view>

namespace learn_greek {

// Throws std::invalid_argument if there is no such day; years are 1 to 9999.
[[nodiscard]] int day_number(int year, int month, int day);
// "2024-02-29"; parse_date throws std::invalid_argument for anything else.
[[nodiscard]] std::string date_text(int day);
[[nodiscard]] int parse_date(std::string_view text);

}  // namespace learn_greek
