// -s: output as it arrives, cut into lines, each with its test.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "execute/googletest/hearing.h"
#include "execute/googletest/stream.h"
#include "execute/naming.h"

namespace trireme::execute {

class LiveOutput {
 public:
  // Both outlive this.
  LiveOutput(const Naming& naming, googletest::Hearing& hearing) : naming_(naming), hearing_(hearing) {}

  struct Line {
    std::optional<std::size_t> test;  // none: outside tests
    std::string text;                 // without its newline
  };
  // The lines that these bytes complete. Where GoogleTest's own lines do not tell whose they are, they are of the test
  // `otherwise`. A line without an end is given out in pieces of 64 KiB.
  std::vector<Line> append(std::string_view bytes, std::optional<std::size_t> otherwise);
  // What has no newline yet, at the end.
  std::vector<Line> rest();

 private:
  void take(std::string&& text, std::optional<std::size_t> otherwise, bool may_wait, std::vector<Line>& lines);
  Line attributed(std::string&& text, std::optional<std::size_t> otherwise);

  const Naming& naming_;
  googletest::Hearing& hearing_;
  googletest::LineBuffer lines_;
  std::vector<std::string> held_;        // from the first line of a test on of which the stream has not told yet
  std::optional<std::size_t> printing_;  // the test whose lines come, by its first line
};

}  // namespace trireme::execute
