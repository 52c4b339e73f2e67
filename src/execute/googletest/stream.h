// GoogleTest's result stream (--gtest_stream_result_to), protocol 1.0: a line an event, `event=TestEnd&passed=1&elapsed_time=3ms`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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

// Cuts bytes into complete lines.
class LineBuffer {
 public:
  std::vector<std::string> append(std::string_view bytes);
  // What has no newline yet.
  [[nodiscard]] const std::string& rest() const { return rest_; }

 private:
  std::string rest_;
};

}  // namespace trireme::execute::googletest
