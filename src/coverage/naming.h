// Lists of names in sentences.
#pragma once

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace trireme::coverage {

// The first of them.
template <typename Names>
std::string named(const Names& names) {
  constexpr std::ptrdiff_t k_most_named = 10;
  const std::ptrdiff_t rest = std::ssize(names) - k_most_named;
  const auto end = std::next(names.begin(), std::min(std::ssize(names), k_most_named));
  return fmt::format("{}{}", fmt::join(names.begin(), end, ", "), rest > 0 ? fmt::format(" and {} more", rest) : "");
}

}  // namespace trireme::coverage
