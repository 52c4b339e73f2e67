#include "report/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/status_line.h"

namespace trireme::report {

namespace {

constexpr std::array<char, 9> k_letters = {'.', 'F', 'F', 'F', 'E', 's', 'R', 'E', 's'};
constexpr int k_percentage_width = 7;  // " [ 53%]"

}  // namespace

std::string Progress::add(model::Outcome outcome, std::size_t done, std::size_t total) {
  const auto index = static_cast<std::size_t>(outcome);
  std::string text = style_.paint(paint_of(outcome), std::string_view(&k_letters[index], 1));
  if (++column_ >= style_.columns - k_percentage_width) text += end_line(done, total);
  return text;
}

std::string Progress::end_line(std::size_t done, std::size_t total) {
  if (column_ == 0) return "";
  const auto padding = static_cast<std::size_t>(std::max(style_.columns - k_percentage_width - column_, 0));
  column_ = 0;
  return std::string(padding, ' ') + style_.paint(Paint::cyan, " " + percentage(done, total)) + "\n";
}

}  // namespace trireme::report
