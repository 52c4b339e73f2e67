#include "execute/live_output.h"

#include <utility>

#include "schedule/filter.h"

namespace trireme::execute {

namespace {

constexpr std::size_t k_longest_line = 64 * 1024;  // bytes

}  // namespace

std::vector<LiveOutput::Line> LiveOutput::append(std::string_view bytes, std::optional<std::size_t> otherwise) {
  std::vector<Line> lines;
  lines_.append(bytes, [&](std::string_view line) { lines.push_back(attributed(std::string(line), otherwise)); });
  if (lines_.rest().size() > k_longest_line) lines.push_back(attributed(lines_.take_rest(), otherwise));
  return lines;
}

std::vector<LiveOutput::Line> LiveOutput::rest() {
  if (lines_.rest().empty()) return {};
  return {attributed(lines_.take_rest(), std::nullopt)};
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
