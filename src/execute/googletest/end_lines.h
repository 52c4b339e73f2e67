// Where, in the output of a process, the lines are with which GoogleTest begins and ends its tests, coloured or not. A test may
// have printed some of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trireme::execute::googletest {

// The size, with its newline, of the line at the beginning of `text` if GoogleTest ends the test with it; else 0.
std::size_t end_line_size(std::string_view full_name, std::string_view text);
// Without the colour that GoogleTest begins its own lines with.
std::string_view without_colour(std::string_view line);
// The name in `[ RUN      ] S.T`; nullopt if the line is none. A test may have printed it.
std::optional<std::string> started_in(std::string_view line);

// Each line is noted once, when it is complete: to search all output for each test would take time that grows with the square
// of the number of tests.
class EndLines {
 public:
  // The beginning of `text` is what was noted before.
  void note(std::string_view text);

  struct Ended {
    bool ok = false;
    bool failed = false;
    bool skipped = false;
    // Of the last of the lines; empty if there is none.
    std::size_t begin = 0;
    std::size_t after = 0;
    explicit operator bool() const { return ok || failed || skipped; }
  };
  // What the lines for that test say, from `begin` of `text` on.
  [[nodiscard]] Ended find(std::string_view text, std::size_t begin, std::string_view full_name) const;

  struct Line {
    std::size_t begin = 0;
    std::size_t after = 0;
  };
  // The first line that begins the test, if it is complete, from `begin` on.
  [[nodiscard]] std::optional<Line> find_start(std::string_view text, std::size_t begin, std::string_view full_name) const;

  // The first `size` bytes of the text are gone.
  void forget(std::size_t size);

 private:
  std::unordered_multimap<std::size_t, std::uint64_t>
      noted_;  // hash of how the name begins -> place, counted from the first byte
  std::uint64_t gone_ = 0;
  std::size_t read_ = 0;  // up to here the lines of the text are noted
};

}  // namespace trireme::execute::googletest
