#include "execute/googletest/slicer.h"

#include <algorithm>
#include <array>

namespace trireme::execute::googletest {

namespace {

constexpr std::size_t k_most_pending = 1 << 20;  // bytes
constexpr std::size_t k_kept_pending = 1 << 16;
constexpr std::size_t k_longest_last = 4096;  // bytes

// Lines of GoogleTest's own that say nothing about what went wrong.
bool is_banner(std::string_view written) {
  const std::string_view line = without_colour(written);
  constexpr std::array<std::string_view, 8> k_banners = {"[----------] ",        "[==========] ", "[  PASSED  ] ",
                                                         "[  FAILED  ] ",        "[  SKIPPED ] ", "Note: Google Test filter = ",
                                                         "Running main() from ", "  YOU HAVE "};
  return std::any_of(k_banners.begin(), k_banners.end(), [&](auto banner) { return line.starts_with(banner); }) ||
         (line.starts_with(" ") && line.find(" FAILED TEST") != std::string_view::npos);
}

}  // namespace

void Slicer::keep_in(const std::string& prefix) {
  slice_.keep_in(prefix);
  outside_.keep_in(prefix + "outside-");
}

void Slicer::append(std::string_view bytes) {
  buffer_.erase(0, begin_);
  end_lines_.forget(begin_);
  begin_ = 0;
  buffer_ += bytes;
  end_lines_.note(buffer_);
  if (pending().size() > k_most_pending) give_to_open(pending().size() - k_kept_pending);
}

void Slicer::give_to_open(std::size_t size) {
  const std::string_view text = pending().substr(0, size);
  if (open_) {
    slice_.append(text);
  } else {
    append_outside(text);
  }
  begin_ += size;
}

void Slicer::append_outside(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, length);
    if (!is_banner(line) && !(line == "\n" && outside_.empty())) outside_.append(line);
    text.remove_prefix(length);
  }
}

bool Slicer::start(const std::string& full_name) {
  const auto found = end_lines_.find_start(buffer_, begin_, full_name);
  give_to_open((found ? found->begin : buffer_.size()) - begin_);
  if (found) begin_ = found->after;
  open_ = full_name;
  return found.has_value();
}

Slicer::Slice Slicer::close() {
  Slice slice;
  if (!open_) return slice;
  const EndLines::Ended ended = end_lines_.find(buffer_, begin_, *open_);
  slice.said_skipped = ended.skipped;
  slice.said_failed = ended.failed;
  give_to_open(ended ? ended.begin - begin_ : pending().size());
  if (ended) begin_ = ended.after;
  slice.text = slice_.take();
  open_.reset();
  return slice;
}

// A line may be long.
std::string Slicer::last_lines(int lines) const {
  const std::string& written = open_ ? slice_.end() : outside_.end();
  std::string_view text = pending();
  if (text.empty()) text = written;
  if (text.size() > k_longest_last) text.remove_prefix(text.size() - k_longest_last);
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t begin = text.size();
  for (int i = 0; i < lines && begin != std::string_view::npos && begin > 0; ++i) begin = text.rfind('\n', begin - 1);
  return std::string(begin == std::string_view::npos ? text : text.substr(begin == 0 ? 0 : begin + 1));
}

model::Captured Slicer::take_outside() {
  if (!open_) give_to_open(pending().size());
  return outside_.take();
}

}  // namespace trireme::execute::googletest
