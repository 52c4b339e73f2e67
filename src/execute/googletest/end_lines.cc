#include "execute/googletest/end_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace trireme::execute::googletest {

namespace {

constexpr std::string_view k_ok = "[       OK ] ";
constexpr std::string_view k_failed = "[  FAILED  ] ";
constexpr std::string_view k_skipped = "[  SKIPPED ] ";
constexpr std::size_t k_marker = k_ok.size();
static_assert(k_run.size() == k_marker);

bool is_marker(std::string_view text) {
  return text.starts_with(k_ok) || text.starts_with(k_failed) || text.starts_with(k_skipped);
}

bool is_noted(std::string_view text) { return is_marker(text) || text.starts_with(k_run); }

// A name may be the beginning of another's: the line goes on with " (3 ms)" or ", where GetParam() = 5 (3 ms)". The list of
// failed tests at the end of the program has no time.
bool goes_on_as_end(std::string_view rest) {
  return rest.starts_with(" (") || (rest.starts_with(", ") && rest.ends_with(" ms)"));
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// Lines for one test have the same key, whatever follows the name, and whatever the name itself holds.
std::size_t key(std::string_view text) {
  const std::string_view line = first_line(text);
  return std::hash<std::string_view>{}(line.substr(0, std::min(line.find(" ("), line.find(", "))));
}

// Calls `see` with the place of each marker in `text`, from `begin` on.
template <typename See>
void for_each_marker(std::string_view text, std::size_t begin, See see) {
  for (std::size_t at = text.find('[', begin); at != std::string_view::npos; at = text.find('[', at + 1)) {
    if (is_noted(text.substr(at, k_marker))) see(at);
  }
}

}  // namespace

std::size_t end_line_size(std::string_view full_name, std::string_view text) {
  if (!is_marker(text) || !text.substr(k_marker).starts_with(full_name)) return 0;
  const std::size_t name_end = k_marker + full_name.size();
  const std::string_view rest = first_line(text.substr(name_end));
  return goes_on_as_end(rest) ? std::min(name_end + rest.size() + 1, text.size()) : 0;
}

void EndLines::note(std::string_view text) {
  const std::size_t end = text.rfind('\n');
  if (end == std::string_view::npos) return;
  const std::string_view lines = text.substr(0, end + 1);
  for_each_marker(lines, read_, [&](std::size_t at) { noted_.emplace(key(lines.substr(at + k_marker)), gone_ + at); });
  read_ = lines.size();
}

EndLines::Ended EndLines::find(std::string_view text, std::size_t begin, std::string_view full_name) const {
  Ended ended;
  const auto look_at = [&](std::size_t at) {
    const std::string_view line = text.substr(at);
    const std::size_t size = end_line_size(full_name, line);
    if (at < begin || size == 0) return;
    ended.ok |= line.starts_with(k_ok);
    ended.failed |= line.starts_with(k_failed);
    ended.skipped |= line.starts_with(k_skipped);
    if (at < ended.begin) return;
    ended.begin = at;
    ended.after = at + size;
  };
  const auto [first, last] = noted_.equal_range(key(full_name));
  for (auto each = first; each != last; ++each) {
    if (each->second >= gone_) look_at(static_cast<std::size_t>(each->second - gone_));
  }
  for_each_marker(text, std::max(begin, read_), look_at);
  return ended;
}

std::size_t EndLines::find_start(std::string_view text, std::size_t begin, std::string_view full_name) const {
  const std::string line = fmt::format("{}{}\n", k_run, full_name);
  std::size_t place = std::string_view::npos;
  const auto [first, last] = noted_.equal_range(key(full_name));
  for (auto each = first; each != last; ++each) {
    const std::uint64_t at = each->second;
    if (at >= gone_ + begin && at - gone_ < place && text.substr(at - gone_).starts_with(line)) place = at - gone_;
  }
  return place;
}

void EndLines::forget(std::size_t size) {
  if (size == 0) return;
  gone_ += size;
  read_ -= std::min(size, read_);
  std::erase_if(noted_, [&](const auto& each) { return each.second < gone_; });
}

}  // namespace trireme::execute::googletest
