#include "coverage/source_regions.h"

#include "coverage/sums.h"

namespace trireme::coverage {

// Where a macro is all there is of another, the region of that is the same, and would count twice.
void SourceRegions::add(const Range& range, RegionKind kind, std::int64_t count) {
  const auto [at, fresh] = regions_.try_emplace(range, Counted{kind, count});
  if (fresh || kind > at->second.kind) return;
  at->second.count = kind == at->second.kind ? bounded_sum(at->second.count, count) : count;
  at->second.kind = kind;
}

void SourceRegions::add_branch(std::uint32_t line, const Range& use, const Range& range, std::int64_t when_true,
                               std::int64_t when_false) {
  Ways& ways = branches_[{line, {use, range}}];
  ways.when_true = bounded_sum(ways.when_true, when_true);
  ways.when_false = bounded_sum(ways.when_false, when_false);
}

FileLines SourceRegions::take_lines(bool with_branches) {
  std::vector<CountedRegion> regions;
  std::vector<Counted*> places;
  for (auto& [range, counted] : regions_) {
    regions.push_back({range, counted.kind, counted.count});
    places.push_back(&counted);
  }
  FileLines result = std::move(functions_);
  for (const SegmentedLine& line : lines_of(regions)) {
    result.lines[line.number].count = line.count;
    for (const std::uint32_t each : line.regions) places[each]->lines.push_back(line.number);
  }
  if (!with_branches) return result;
  for (const auto& [key, ways] : branches_) {
    const auto line = result.lines.find(key.first);
    if (line == result.lines.end()) continue;
    if (line->second.groups.empty()) line->second.groups.emplace_back();
    Branches& branches = line->second.groups.front();
    branches.push_back({ways.when_true, Branch::k_true});
    branches.push_back({ways.when_false, Branch::k_false});
  }
  return result;
}

void SourceRegions::find_run(const Range& range, RegionKind kind, LineSet& lines) const {
  const auto found = regions_.find(range);
  if (found == regions_.end() || found->second.kind != kind) return;
  for (const std::uint32_t each : found->second.lines) lines.add(each);
}

}  // namespace trireme::coverage
