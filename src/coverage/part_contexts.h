// What each context counted in memory of one program or library.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/counts.h"
#include "coverage/part_description.h"

namespace trireme::coverage {

class PartContexts {
 public:
  explicit PartContexts(const std::vector<DescribedUnit>& units);

  // `word`: its place in the counters of the part. Fast where places follow each other.
  void add(Context context, std::uint32_t word, std::int64_t count);
  // By unit.
  std::vector<std::vector<ContextCounts>> take() { return std::move(by_unit_); }

 private:
  // The counters of a function, in words.
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t unit = 0;
    std::uint32_t first = 0;  // in the unit's profile
  };
  const Range* range_of(std::uint32_t word);

  std::vector<Range> ranges_;  // in order
  std::size_t near_ = 0;       // where the last word was
  std::vector<std::vector<ContextCounts>> by_unit_;
};

}  // namespace trireme::coverage
