#include "coverage/covered_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace trireme::coverage {

namespace {

using Item = std::pair<std::uint32_t, std::string>;  // where it begins, and what is shown

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The run of digits, or of anything else, at the start.
std::string_view take_part(std::string_view& text) {
  const bool digits = is_digit(text.front());
  const auto end = std::find_if(text.begin(), text.end(), [&](char c) { return is_digit(c) != digits; });
  const std::string_view part = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(part.size());
  return part;
}

int compare_numbers(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

// Lines without code in between do not end a range.
void add_ranges(const std::vector<CoveredLine>& lines, std::vector<Item>& items) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].ran()) continue;
    const std::uint32_t first = lines[i].number;
    while (i + 1 < lines.size() && !lines[i + 1].ran()) ++i;
    const std::uint32_t last = lines[i].number;
    items.emplace_back(first, first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last));
  }
}

// What leads to a line that is missing itself needs no mention.
void add_missing_branches(const std::vector<CoveredLine>& lines, std::vector<Item>& items) {
  std::set<std::uint32_t> missing;
  for (const CoveredLine& each : lines) {
    if (!each.ran()) missing.insert(each.number);
  }
  for (const CoveredLine& line : lines) {
    if (!line.ran()) continue;
    std::map<std::uint32_t, std::string> targets;
    for (const Branch& each : line.branches) {
      if (each.count == 0 && !missing.contains(each.target)) targets.emplace(each.target, each.target_text());
    }
    for (const auto& [target, text] : targets) items.emplace_back(line.number, fmt::format("{}->{}", line.number, text));
  }
}

}  // namespace

double percent_of(std::size_t part, std::size_t whole) {
  return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

double Numbers::percent() const { return percent_of(executed() + executed_branches(), statements + branches); }

Numbers& Numbers::operator+=(const Numbers& more) {
  statements += more.statements;
  missing += more.missing;
  excluded += more.excluded;
  branches += more.branches;
  missing_branches += more.missing_branches;
  partial_branches += more.partial_branches;
  return *this;
}

std::string percent_text(double percent, int precision) {
  const double step = std::pow(10.0, -precision);
  if (percent > 0 && percent < step) percent = step;
  if (percent < 100 && percent > 100 - step) percent = 100 - step;
  return fmt::format("{:.{}f}", percent, precision);
}

std::size_t CoveredLine::missing_branches() const {
  const auto is_missing = [](const Branch& each) { return each.count == 0; };
  return static_cast<std::size_t>(std::count_if(branches.begin(), branches.end(), is_missing));
}

Numbers CoveredFile::numbers() const {
  Numbers numbers{.statements = lines.size(), .excluded = excluded.size()};
  for (const CoveredLine& line : lines) {
    if (!line.ran()) ++numbers.missing;
    numbers.branches += line.branches.size();
    numbers.missing_branches += line.missing_branches();
    if (line.ran()) numbers.partial_branches += line.missing_branches();
  }
  return numbers;
}

std::string CoveredFile::missing() const {
  std::vector<Item> items;
  add_ranges(lines, items);
  add_missing_branches(lines, items);
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.first < b.first; });
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (Item& each : items) texts.push_back(std::move(each.second));
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::vector<Context> CoveredFile::contexts_of(std::uint32_t line) const {
  std::vector<Context> result;
  for (const auto& [context, ran] : by_context) {
    if (ran.contains(line)) result.push_back(context);
  }
  return result;
}

bool comes_before(const std::string& a, const std::string& b) {
  std::string_view left = a;
  std::string_view right = b;
  while (!left.empty() && !right.empty()) {
    const bool numbers = is_digit(left.front()) && is_digit(right.front());
    const std::string_view x = take_part(left);
    const std::string_view y = take_part(right);
    const int order = numbers ? compare_numbers(x, y) : x.compare(y);
    if (order != 0) return order < 0;
  }
  return left.size() != right.size() ? left.size() < right.size() : a < b;
}

}  // namespace trireme::coverage
