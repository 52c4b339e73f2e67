#include "coverage/part_contexts.h"

#include <algorithm>

namespace trireme::coverage {

namespace {

constexpr std::size_t k_near = 8;  // what was counted next is that of a function next to it, or far away

}  // namespace

PartContexts::PartContexts(const std::vector<DescribedUnit>& units) : by_unit_(units.size()) {
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    std::uint32_t first = 0;
    units[i].for_each_function([&](const agent::CountedFunction& each) {
      const auto begin = static_cast<std::uint32_t>(each.offset / k_word);
      if (each.count > 0) ranges_.push_back({begin, begin + each.count, i, first});
      first += each.count;
    });
  }
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
}

void PartContexts::add(Context context, std::uint32_t word, std::int64_t count) {
  const Range* const range = range_of(word);
  if (range == nullptr) return;
  std::vector<ContextCounts>& contexts = by_unit_[range->unit];
  if (contexts.empty() || contexts.back().context != context) contexts.push_back({context, {}});
  contexts.back().counters.emplace_back(range->first + (word - range->begin), count);
}

// nullptr: it is a variable of the program.
const PartContexts::Range* PartContexts::range_of(std::uint32_t word) {
  if (near_ == ranges_.size() || word < ranges_[near_].begin) near_ = 0;
  const std::size_t end = std::min(near_ + k_near, ranges_.size());
  while (near_ != end && ranges_[near_].end <= word) ++near_;
  if (near_ == end) {
    const auto from = ranges_.begin() + static_cast<std::ptrdiff_t>(near_);
    const auto found = std::partition_point(from, ranges_.end(), [&](const Range& each) { return each.end <= word; });
    near_ = static_cast<std::size_t>(found - ranges_.begin());
  }
  return near_ != ranges_.size() && ranges_[near_].begin <= word ? &ranges_[near_] : nullptr;
}

}  // namespace trireme::coverage
