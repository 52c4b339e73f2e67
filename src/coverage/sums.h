// Sums of counts, of which none is undefined: threads may not have counted atomically, and files may be damaged.
#pragma once

#include <cstdint>
#include <limits>

namespace trireme::coverage {

// Two's complement, as the counters themselves do it: an overflow ends as a negative count, of which the user is told.
inline std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
inline std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

// Neither is negative.
inline std::int64_t bounded_sum(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return a > most - b ? most : a + b;
}

}  // namespace trireme::coverage
