// GoogleTest's result stream (--gtest_stream_result_to), protocol 1.0: a line an event, `event=TestEnd&passed=1&elapsed_time=3ms`.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace trireme::execute::googletest {

struct StreamEvent {
  enum class Kind { program_start, program_end, suite_start, suite_end, test_start, test_part, test_end, other };
  Kind kind = Kind::other;
  std::string name;     // of a suite or test; not escaped by GoogleTest, so cut at its first newline
  bool passed = false;  // of test_end: false for skipped tests too
  double elapsed = 0;   // seconds
  std::string file;     // of test_part; "" if unknown
  int line = 0;
  std::string message;
};

// Never fails: what is no event is Kind::other.
StreamEvent parse_stream_line(std::string_view line);

// Cuts bytes into complete lines. A very long one loses its middle.
class LineBuffer {
 public:
  // `take` gets each line that these bytes complete.
  template <class Take>
  void append(std::string_view bytes, Take take) {
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      const std::string_view line = bytes.substr(0, end);
      rest_.empty() ? take(line) : take(rest_.append(line));
      rest_.clear();
      bytes.remove_prefix(end + 1);
    }
    rest_ += bytes;
    if (rest_.size() > 2 * k_longest) rest_.erase(k_longest / 2, rest_.size() - k_longest);
  }
  // What has no newline yet; take_rest() forgets it.
  [[nodiscard]] const std::string& rest() const { return rest_; }
  std::string take_rest() { return std::exchange(rest_, {}); }

 private:
  static constexpr std::size_t k_longest = 1 << 20;  // bytes
  std::string rest_;
};

}  // namespace trireme::execute::googletest
