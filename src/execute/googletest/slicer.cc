#include "execute/googletest/slicer.h"

#include <algorithm>
#include <array>

namespace trireme::execute::googletest {

namespace {

constexpr std::string_view k_run = "[ RUN      ] ";
constexpr std::string_view k_ok = "[       OK ] ";
constexpr std::string_view k_failed = "[  FAILED  ] ";
constexpr std::string_view k_skipped = "[  SKIPPED ] ";
constexpr std::size_t k_most_pending = 1 << 20;  // bytes
constexpr std::size_t k_kept_pending = 1 << 16;
constexpr std::size_t k_longest_last = 4096;  // bytes

// Lines of GoogleTest's own that say nothing about what went wrong.
bool is_banner(std::string_view line) {
  constexpr std::array<std::string_view, 8> k_banners = {
      "[----------] ",        "[==========] ", "[  PASSED  ] ", k_failed, k_skipped, "Note: Google Test filter = ",
      "Running main() from ", "  YOU HAVE "};
  return std::any_of(k_banners.begin(), k_banners.end(), [&](auto banner) { return line.starts_with(banner); }) ||
         (line.starts_with(" ") && line.find(" FAILED TEST") != std::string_view::npos);
}

// A name may be the beginning of another's: the line goes on with " (3 ms)" or ", where GetParam() = 5 (3 ms)". The list of
// failed tests at the end of the program has no time.
bool goes_on_as_end(std::string_view rest) {
  return rest.starts_with(" (") || (rest.starts_with(", ") && rest.ends_with(" ms)"));
}

}  // namespace

std::optional<std::string> started_in(std::string_view line) {
  if (!line.starts_with(k_run)) return std::nullopt;
  return std::string(line.substr(k_run.size()));
}

bool ends_in(const std::string& full_name, std::string_view line) {
  const std::string_view name = line.substr(std::min(line.size(), k_ok.size()));
  const bool marked = line.starts_with(k_ok) || line.starts_with(k_failed) || line.starts_with(k_skipped);
  return marked && name.starts_with(full_name) && goes_on_as_end(name.substr(full_name.size()));
}

void Slicer::keep_in(const std::string& prefix) {
  slice_.keep_in(prefix);
  outside_.keep_in(prefix + "outside-");
}

void Slicer::append(std::string_view bytes) {
  pending_ += bytes;
  if (pending_.size() > k_most_pending) give_to_open(pending_.size() - k_kept_pending);
}

void Slicer::give_to_open(std::size_t size) {
  const std::string_view text = std::string_view(pending_).substr(0, size);
  if (open_) {
    slice_.append(text);
  } else {
    append_outside(text);
  }
  pending_.erase(0, size);
}

void Slicer::append_outside(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, length);
    if (!is_banner(line) && !(line == "\n" && outside_.empty())) outside_.append(line);
    text.remove_prefix(length);
  }
}

void Slicer::start(const std::string& full_name) {
  const std::string line = std::string(k_run) + full_name + "\n";
  const std::size_t found = pending_.find(line);
  const std::size_t cut = std::min(found, pending_.size());
  give_to_open(cut);
  if (found != std::string::npos) pending_.erase(0, line.size());
  open_ = full_name;
}

Slicer::EndLine Slicer::last_end_line(std::string_view marker) const {
  const std::string line = std::string(marker) + *open_;
  for (std::size_t at = pending_.rfind(line); at != std::string::npos; at = at == 0 ? at : pending_.rfind(line, at - 1)) {
    const std::size_t after = at + line.size();
    const std::size_t end = std::min(pending_.find('\n', after), pending_.size());
    if (goes_on_as_end(std::string_view(pending_).substr(after, end - after))) return {at, std::min(end + 1, pending_.size())};
    if (at == 0) break;
  }
  return {};
}

Slicer::Slice Slicer::close() {
  Slice slice;
  if (!open_) return slice;
  const EndLine skipped = last_end_line(k_skipped);
  const EndLine failed = last_end_line(k_failed);
  slice.said_skipped = skipped.begin != std::string::npos;
  slice.said_failed = failed.begin != std::string::npos;
  EndLine last;
  for (const EndLine& each : {last_end_line(k_ok), failed, skipped}) {
    if (each.begin != std::string::npos && each.after > last.after) last = each;
  }
  const bool ended = last.begin != std::string::npos;
  give_to_open(ended ? last.begin : pending_.size());
  if (ended) pending_.erase(0, last.after - last.begin);
  slice.text = slice_.take();
  open_.reset();
  return slice;
}

// A line may be long.
std::string Slicer::last_lines(int lines) const {
  const std::string& written = open_ ? slice_.end() : outside_.end();
  std::string_view text = pending_;
  if (text.empty()) text = written;
  if (text.size() > k_longest_last) text.remove_prefix(text.size() - k_longest_last);
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t begin = text.size();
  for (int i = 0; i < lines && begin != std::string_view::npos && begin > 0; ++i) begin = text.rfind('\n', begin - 1);
  return std::string(begin == std::string_view::npos ? text : text.substr(begin == 0 ? 0 : begin + 1));
}

model::Captured Slicer::take_outside() {
  if (!open_) give_to_open(pending_.size());
  return outside_.take();
}

}  // namespace trireme::execute::googletest
