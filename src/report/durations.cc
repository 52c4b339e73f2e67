#include "report/durations.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace trireme::report {

namespace {

constexpr double k_tiny = 0.005;  // seconds, as pytest's --durations-min

}  // namespace

void Durations::add(const model::TestFinished& test) {
  if (wanted_ && !test.worker.empty()) tests_.emplace_back(test.duration, test.test.id);
}

std::string Durations::text(const Style& style) const {
  if (!wanted_ || tests_.empty()) return "";
  auto slowest = tests_;
  std::stable_sort(slowest.begin(), slowest.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto most = static_cast<std::size_t>(*wanted_);
  if (most > 0 && slowest.size() > most) slowest.resize(most);
  std::string text = style.rule('=', most > 0 ? fmt::format("slowest {} durations", most) : "slowest durations");
  std::size_t hidden = 0;
  for (const auto& [seconds, id] : slowest) {
    if (tiny_too_ || seconds >= k_tiny) {
      fmt::format_to(std::back_inserter(text), "{:.2f}s {}\n", seconds, one_line(id));
    } else {
      ++hidden;
    }
  }
  if (hidden > 0) text += fmt::format("({} durations < 0.005s hidden.  Use -vv to show these durations.)\n", hidden);
  return text;
}

}  // namespace trireme::report
