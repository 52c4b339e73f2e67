#include "coverage/exclusions.h"

#include <algorithm>
#include <array>

namespace trireme::coverage {

namespace {

constexpr std::array<std::string_view, 3> k_prefixes = {"LCOV_EXCL_", "GCOVR_EXCL_", "GCOV_EXCL_"};

bool is_word(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// "LINE", "BR_START", … of each marker in the line.
std::vector<std::string_view> markers_in(std::string_view line) {
  std::vector<std::string_view> found;
  for (const std::string_view prefix : k_prefixes) {
    for (std::size_t at = line.find(prefix); at != std::string_view::npos; at = line.find(prefix, at + 1)) {
      if (at > 0 && is_word(line[at - 1])) continue;
      std::string_view word = line.substr(at + prefix.size());
      word = word.substr(0, static_cast<std::size_t>(std::find_if_not(word.begin(), word.end(), is_word) - word.begin()));
      found.push_back(word);
    }
  }
  return found;
}

// From START to STOP, both included.
struct Range {
  std::string_view start;
  std::string_view stop;
  std::uint32_t since = 0;  // 0: not open

  bool takes(const std::vector<std::string_view>& markers, std::uint32_t number) {
    const auto has = [&](std::string_view word) { return std::find(markers.begin(), markers.end(), word) != markers.end(); };
    if (since == 0 && has(start)) since = number;
    const bool inside = since != 0;
    if (has(stop)) since = 0;
    return inside;
  }
};

}  // namespace

Exclusions find_exclusions(std::string_view text, const std::vector<base::Regex>& patterns) {
  Exclusions result;
  Range lines{"START", "STOP"};
  Range branches{"BR_START", "BR_STOP"};
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
    const bool marked = line.find("_EXCL_") != std::string_view::npos;
    const auto markers = marked ? markers_in(line) : std::vector<std::string_view>();
    const auto has = [&](std::string_view word) { return std::find(markers.begin(), markers.end(), word) != markers.end(); };
    const bool matched =
        std::any_of(patterns.begin(), patterns.end(), [&](const base::Regex& each) { return each.is_in(line); });
    if (lines.takes(markers, number) || has("LINE") || matched) result.lines.insert(number);
    if (branches.takes(markers, number) || has("BR_LINE")) result.branches.insert(number);
  }
  result.unended = std::max(lines.since, branches.since);
  return result;
}

}  // namespace trireme::coverage
