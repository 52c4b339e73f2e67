#include "coverage/segments.h"

#include <algorithm>
#include <optional>

namespace trireme::coverage {

namespace {

class Cutter {
 public:
  explicit Cutter(const std::vector<CountedRegion>& regions) : regions_(regions) {}

  std::vector<Segment> cut() {
    for (std::uint32_t i = 0; i < regions_.size(); ++i) add(i);
    if (!active_.empty()) complete(std::nullopt, 0);
    return std::move(segments_);
  }

 private:
  using Active = std::vector<std::uint32_t>;

  [[nodiscard]] Place end_of(std::uint32_t region) const { return regions_[region].range.end; }

  void add(std::uint32_t index) {
    const CountedRegion& region = regions_[index];
    const Place begin = region.range.begin;
    const auto ended =
        std::stable_partition(active_.begin(), active_.end(), [&](std::uint32_t each) { return end_of(each) > begin; });
    if (ended != active_.end()) complete(begin, static_cast<std::size_t>(ended - active_.begin()));
    const bool is_entry = region.kind != RegionKind::gap;
    const bool is_last = index + 1 == regions_.size();
    if (begin == region.range.end) return add_empty(index, is_entry, is_last);
    if (is_last || regions_[index + 1].range.begin != begin) start(index, begin, is_entry, true);
    active_.push_back(index);
  }

  // A region without extent: what is around it goes on.
  void add_empty(std::uint32_t index, bool is_entry, bool is_last) {
    const Place begin = regions_[index].range.begin;
    const bool skipped = is_last || regions_[index].kind == RegionKind::skipped;
    start(active_.empty() ? index : active_.back(), begin, is_entry, !skipped);
    if (skipped && !active_.empty()) start(active_.back(), begin, false, true);
  }

  void start(std::uint32_t index, Place begin, bool is_entry, bool counts) {
    const CountedRegion& region = regions_[index];
    Segment segment{.begin = begin, .region = index, .is_entry = is_entry};
    segment.has_count = counts && region.kind != RegionKind::skipped;
    segment.is_gap = segment.has_count && region.kind == RegionKind::gap;
    if (!segments_.empty() && !is_entry && counts) {
      const Segment& last = segments_.back();
      segment.is_same = last.has_count == segment.has_count && count_of(last) == region.count && !last.is_entry;
    }
    segments_.push_back(segment);
  }

  [[nodiscard]] std::int64_t count_of(const Segment& segment) const {
    return segment.has_count ? regions_[segment.region].count : 0;
  }

  // The active regions from `first` on end, at or before `next`, where another begins; nullopt: nothing comes any more.
  void complete(std::optional<Place> next, std::size_t first) {
    std::stable_sort(active_.begin() + static_cast<std::ptrdiff_t>(first), active_.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return end_of(a) < end_of(b); });
    for (std::size_t i = first + 1; i < active_.size(); ++i) {
      const Place at = end_of(active_[i - 1]);
      if (next && at == *next) break;
      if (at == end_of(active_[i])) continue;
      // The last of those that end at the same place.
      std::size_t outer = i;
      while (outer + 1 < active_.size() && end_of(active_[outer + 1]) == end_of(active_[i])) ++outer;
      start(active_[outer], at, false, true);
    }
    const std::uint32_t last = active_.back();
    if (first > 0 && end_of(last) != *next) {
      start(active_[first - 1], end_of(last), false, true);
    } else if (first == 0 && (!next || *next != end_of(last))) {
      start(last, end_of(last), false, false);
    }
    active_.resize(first);
  }

  const std::vector<CountedRegion>& regions_;
  Active active_;  // have begun and not ended
  std::vector<Segment> segments_;
};

bool begins_region(const Segment& segment) { return segment.has_count && segment.is_entry && !segment.is_gap; }

class Lines {
 public:
  explicit Lines(const std::vector<CountedRegion>& regions) : regions_(regions), segments_(cut_into_segments(regions)) {}

  std::vector<SegmentedLine> take() {
    if (segments_.empty()) return {};
    const Segment* around = nullptr;  // goes on from an earlier line
    std::size_t at = 0;
    for (std::uint32_t line = segments_.front().begin.line; at < segments_.size(); ++line) {
      const std::size_t begin = at;
      while (at < segments_.size() && segments_[at].begin.line == line) ++at;
      add(line, around, begin, at);
      if (at > begin) around = &segments_[at - 1];
    }
    return std::move(lines_);
  }

 private:
  void add(std::uint32_t number, const Segment* around, std::size_t begin, std::size_t end) {
    SegmentedLine line{.number = number};
    const bool goes_on = around != nullptr && around->has_count;
    if (goes_on) line.regions.push_back(around->region);
    bool begins_any = false;
    const Segment* first = nullptr;
    for (std::size_t i = begin; i < end; ++i) {
      const Segment& each = segments_[i];
      if (first == nullptr && !each.is_same) first = &each;
      begins_any = begins_any || (each.is_entry && each.has_count);
      if (begins_region(each)) line.regions.push_back(each.region);
    }
    const bool begins_skipped = first != nullptr && !first->has_count && first->is_entry;
    if (!begins_any && (begins_skipped || !goes_on)) return;
    for (const std::uint32_t each : line.regions) line.count = std::max(line.count, regions_[each].count);
    lines_.push_back(std::move(line));
  }

  const std::vector<CountedRegion>& regions_;
  std::vector<Segment> segments_;
  std::vector<SegmentedLine> lines_;
};

}  // namespace

std::vector<Segment> cut_into_segments(const std::vector<CountedRegion>& regions) { return Cutter(regions).cut(); }

std::vector<SegmentedLine> lines_of(const std::vector<CountedRegion>& regions) { return Lines(regions).take(); }

}  // namespace trireme::coverage
