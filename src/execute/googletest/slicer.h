// Cuts the output of a process into the output of its tests.
//
// GoogleTest prints `[ RUN      ] S.T` before the stream says that S.T starts, and the end line after the stream says that it
// ended. So a start found on the stream has its line already in the output, if it is printed at all: the cut is made there, and
// a line without such a start (forged, or of a nested run) is plain output. Without lines (--gtest_brief, another printer) the
// cut is made where the output stands when the start arrives.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "execute/capture.h"
#include "execute/googletest/end_lines.h"

namespace trireme::execute::googletest {

class Slicer {
 public:
  // Where what does not fit in memory goes: files whose names begin so.
  void keep_in(const std::string& prefix);
  [[nodiscard]] bool made_files() const { return slice_.made_files() || outside_.made_files(); }
  // Output in order of writing. Memory is bounded.
  void append(std::string_view bytes);

  // The test (as "Suite.Test") starts: what came before its RUN line belongs to what was open; without that line, all that has
  // come, and the result is false.
  bool start(const std::string& full_name);

  struct Slice {
    model::Captured text;       // without GoogleTest's own lines around it
    bool said_skipped = false;  // an end line for it said so
    bool said_failed = false;
  };
  // The open test's output ends: at its end line if there is one so far, else at what has come. After this, output is
  // outside tests until the next start.
  Slice close();

  // So many of the last lines of what is open; "" = nothing.
  [[nodiscard]] std::string last_lines(int lines) const;

  // What was written outside tests so far; leaves it empty.
  model::Captured take_outside();

 private:
  [[nodiscard]] std::string_view pending() const { return std::string_view(buffer_).substr(begin_); }
  void give_to_open(std::size_t size);
  void append_outside(std::string_view text);

  std::string buffer_;
  std::size_t begin_ = 0;            // of what is pending: what is before it is given already
  EndLines end_lines_;               // in the buffer
  std::optional<std::string> open_;  // full name
  Capture slice_;
  Capture outside_;
};

}  // namespace trireme::execute::googletest
