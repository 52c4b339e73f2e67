#include "execute/live_output.h"

#include <utility>

#include "schedule/filter.h"

namespace trireme::execute {

namespace {

constexpr std::size_t k_longest_line = 64 * 1024;  // bytes

}  // namespace

std::vector<LiveOutput::Line> LiveOutput::append(std::string_view bytes, std::optional<std::size_t> otherwise) {
  std::vector<Line> lines;
  bool has_waited = true;
  for (std::string& each : std::exchange(held_, {})) take(std::move(each), otherwise, !std::exchange(has_waited, false), lines);
  lines_.append(bytes, [&](std::string_view line) { take(std::string(line), otherwise, true, lines); });
  if (lines_.rest().size() > k_longest_line) take(lines_.take_rest(), otherwise, true, lines);
  return lines;
}

// The output may be ahead of the stream: what the stream tells next says whose the lines are. One that a test has forged waits no
// longer than that.
void LiveOutput::take(std::string&& text, std::optional<std::size_t> otherwise, bool may_wait, std::vector<Line>& lines) {
  const auto name = googletest::started_in(text);
  if (!held_.empty() || (may_wait && name && hearing_.expects(*name))) {
    held_.push_back(std::move(text));
  } else {
    lines.push_back(attributed(std::move(text), otherwise));
  }
}

std::vector<LiveOutput::Line> LiveOutput::rest() {
  if (!lines_.rest().empty()) held_.push_back(lines_.take_rest());
  std::vector<Line> lines;
  for (std::string& each : std::exchange(held_, {})) lines.push_back(attributed(std::move(each), std::nullopt));
  return lines;
}

// GoogleTest prints a test's first line before it tells the stream, and its last one after. Another printer may have neither.
LiveOutput::Line LiveOutput::attributed(std::string&& text, std::optional<std::size_t> otherwise) {
  const auto name = googletest::started_in(text);
  if (const auto starting = name ? hearing_.started(*name) : std::nullopt) printing_ = starting;
  const auto whose = printing_ ? printing_ : otherwise;
  const bool ends = printing_ && googletest::end_line_size(schedule::full_name(naming_.test(*printing_)), text) != 0;
  if (ends) printing_.reset();
  return {whose, std::move(text)};
}

}  // namespace trireme::execute
