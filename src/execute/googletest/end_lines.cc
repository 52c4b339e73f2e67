#include "execute/googletest/end_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace trireme::execute::googletest {

namespace {

constexpr std::string_view k_run = "[ RUN      ] ";
constexpr std::string_view k_ok = "[       OK ] ";
constexpr std::string_view k_failed = "[  FAILED  ] ";
constexpr std::string_view k_skipped = "[  SKIPPED ] ";
constexpr std::size_t k_marker = k_ok.size();
static_assert(k_run.size() == k_marker);

bool is_marker(std::string_view text) {
  return text.starts_with(k_ok) || text.starts_with(k_failed) || text.starts_with(k_skipped);
}

// Of a coloured marker, at whose '[' a line is looked at: green, red, yellow before it, and no colour after.
constexpr std::string_view k_colours[] = {"\x1b[0;32m", "\x1b[0;31m", "\x1b[0;33m"};
constexpr std::string_view k_no_colour = "\x1b[m";

std::size_t colour_size(std::string_view text) {
  const auto found =
      std::find_if(std::begin(k_colours), std::end(k_colours), [&](auto each) { return text.starts_with(each); });
  return found == std::end(k_colours) ? 0 : found->size();
}

// Where the line begins whose '[' is there; not before `begin`.
std::size_t line_begin(std::string_view text, std::size_t begin, std::size_t bracket) {
  constexpr std::size_t k_size = k_colours[0].size();
  return bracket >= begin + k_size && colour_size(text.substr(bracket - k_size)) != 0 ? bracket - k_size : bracket;
}

// … and where, from that, its name begins.
std::size_t name_begin(std::string_view line) {
  return line.substr(k_marker).starts_with(k_no_colour) ? k_marker + k_no_colour.size() : k_marker;
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

// `line`: from its '[' on.
std::size_t size_from_bracket(std::string_view full_name, std::string_view line) {
  if (!is_marker(line)) return 0;
  const std::size_t name = name_begin(line);
  if (!line.substr(name).starts_with(full_name)) return 0;
  const std::size_t name_end = name + full_name.size();
  const std::string_view rest = first_line(line.substr(name_end));
  return goes_on_as_end(rest) ? std::min(name_end + rest.size() + 1, line.size()) : 0;
}

}  // namespace

std::string_view without_colour(std::string_view line) { return line.substr(colour_size(line)); }

std::size_t end_line_size(std::string_view full_name, std::string_view text) {
  const std::size_t colour = colour_size(text);
  const std::size_t size = size_from_bracket(full_name, text.substr(colour));
  return size == 0 ? 0 : colour + size;
}

std::optional<std::string> started_in(std::string_view line) {
  const std::string_view text = without_colour(line);
  if (!text.starts_with(k_run)) return std::nullopt;
  return std::string(text.substr(name_begin(text)));
}

void EndLines::note(std::string_view text) {
  const std::size_t end = text.rfind('\n');
  if (end == std::string_view::npos) return;
  const std::string_view lines = text.substr(0, end + 1);
  for_each_marker(lines, read_,
                  [&](std::size_t at) { noted_.emplace(key(lines.substr(at + name_begin(lines.substr(at)))), gone_ + at); });
  read_ = lines.size();
}

EndLines::Ended EndLines::find(std::string_view text, std::size_t begin, std::string_view full_name) const {
  Ended ended;
  const auto look_at = [&](std::size_t at) {
    const std::string_view line = text.substr(at);
    const std::size_t size = size_from_bracket(full_name, line);
    if (at < begin || size == 0) return;
    ended.ok |= line.starts_with(k_ok);
    ended.failed |= line.starts_with(k_failed);
    ended.skipped |= line.starts_with(k_skipped);
    if (at < ended.begin) return;
    ended.begin = line_begin(text, begin, at);
    ended.after = at + size;
  };
  const auto [first, last] = noted_.equal_range(key(full_name));
  for (auto each = first; each != last; ++each) {
    if (each->second >= gone_) look_at(static_cast<std::size_t>(each->second - gone_));
  }
  for_each_marker(text, std::max(begin, read_), look_at);
  return ended;
}

std::optional<EndLines::Line> EndLines::find_start(std::string_view text, std::size_t begin, std::string_view full_name) const {
  const std::string named = fmt::format("{}\n", full_name);
  std::optional<Line> line;
  const auto [first, last] = noted_.equal_range(key(full_name));
  for (auto each = first; each != last; ++each) {
    if (each->second < gone_ + begin) continue;
    const auto at = static_cast<std::size_t>(each->second - gone_);
    const std::size_t name = at + name_begin(text.substr(at));
    const bool begins = text.substr(at).starts_with(k_run) && text.substr(name).starts_with(named);
    if (begins && (!line || at < line->begin)) line = Line{line_begin(text, begin, at), name + named.size()};
  }
  return line;
}

void EndLines::forget(std::size_t size) {
  if (size == 0) return;
  gone_ += size;
  read_ -= std::min(size, read_);
  std::erase_if(noted_, [&](const auto& each) { return each.second < gone_; });
}

}  // namespace trireme::execute::googletest
