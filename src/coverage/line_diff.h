// Which lines differ between two texts. Lines that each has once are where they are compared from ("patience diff"), so that a
// function that was put between others is seen as what it is. That the rest is the smallest there is nobody needs.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace trireme::coverage {

// Without their ends. A newline at the end of the text begins no further line.
std::vector<std::string_view> lines_of(std::string_view text);

// Lines from `begin` to before `end`, numbered from 0, in the place of which are others now. One of both may be none.
struct Hunk {
  std::size_t old_begin = 0;
  std::size_t old_end = 0;
  std::size_t new_begin = 0;
  std::size_t new_end = 0;
  bool operator==(const Hunk&) const = default;
};

// In order.
std::vector<Hunk> differences(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

}  // namespace trireme::coverage
