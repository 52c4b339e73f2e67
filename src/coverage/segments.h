// Regions of a source file as a row of segments, each from where it begins to the next, as llvm-cov cuts them: in a segment the
// innermost region counts.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/clang_mapping.h"

namespace trireme::coverage {

struct CountedRegion {
  Range range;
  RegionKind kind = RegionKind::code;
  std::int64_t count = 0;
};

struct Segment {
  Place begin;
  std::uint32_t region = 0;  // index
  bool has_count = false;    // else nothing is there, or the preprocessor has skipped it
  bool is_entry = false;     // of a region that is no gap
  bool is_gap = false;
  bool is_same = false;  // counts as the one before: llvm-cov has no segment there
};

// `regions`: in the order of `comes_first`, of each range one.
std::vector<Segment> cut_into_segments(const std::vector<CountedRegion>& regions);

// What begins earlier comes first, and what is around another before that.
inline bool comes_first(const Range& a, const Range& b) { return a.begin != b.begin ? a.begin < b.begin : b.end < a.end; }

// The lines of a file, and for each the regions of which the one that ran most often is its count.
struct SegmentedLine {
  std::uint32_t number = 0;
  std::int64_t count = 0;
  std::vector<std::uint32_t> regions;
};
std::vector<SegmentedLine> lines_of(const std::vector<CountedRegion>& regions);

}  // namespace trireme::coverage
