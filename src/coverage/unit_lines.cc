// A line runs as often as control comes to it from elsewhere, and goes round on it. That is counted for each function where
// several begin on the same line, as the instances of a template do, and else for all functions of the unit together: a block
// that has code on a line but ends on another counts only where none ends there.
#include "coverage/unit_lines.h"

#include <algorithm>
#include <map>
#include <utility>

#include "coverage/cycles.h"
#include "coverage/flow.h"
#include "coverage/graph.h"
#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

using Place = std::pair<std::uint32_t, std::uint32_t>;  // file and line

struct Count {
  std::int64_t touched = 0;  // by blocks that end elsewhere
  std::int64_t entered = 0;
  bool ends_here = false;  // a block does
  Branches branches;
};

void add(std::int64_t& to, std::int64_t more) { to = wrapped_sum(to, more); }

class FunctionLines {
 public:
  FunctionLines(const Function& function, const std::int64_t* counters, model::CoverageBranches which)
      : function_(function), successors_(function), predecessors_(function), flow_(solve(function, counters)), which_(which) {}

  [[nodiscard]] std::int64_t calls() const { return flow_.blocks.empty() ? 0 : flow_.blocks.front(); }

  void count(std::map<Place, Count>& counts) {
    find_blocks(counts);
    for (const auto& [place, blocks] : blocks_) {
      Count& count = counts[place];
      count.ends_here = true;
      add(count.entered, entries(blocks));
      add(count.entered, count_cycles(function_, successors_, flow_, blocks));
      if (which_ == model::CoverageBranches::none) continue;
      for (const std::uint32_t each : blocks) add_branches(each, place, count.branches);
    }
  }

 private:
  // A block ends on the last line it was given.
  void find_blocks(std::map<Place, Count>& counts) {
    const auto& locations = function_.locations;
    const Place* last = nullptr;
    Place last_place;
    for (std::size_t i = 0; i < locations.size(); ++i) {
      const Location& location = locations[i];
      if (i > 0 && locations[i - 1].block != location.block) last = nullptr;
      for (const std::uint32_t line : location.lines) {
        last_place = {location.file, line};
        last = &last_place;
        add(counts[last_place].touched, flow_.blocks[location.block]);
      }
      const bool is_inner = location.block != 0 && location.block + 1 != function_.blocks;
      if (last != nullptr && is_inner) blocks_[*last].push_back(location.block);
    }
  }

  [[nodiscard]] std::int64_t entries(const std::vector<std::uint32_t>& blocks) const {
    std::vector<std::uint32_t> here = blocks;
    std::sort(here.begin(), here.end());
    std::int64_t total = 0;
    for (const std::uint32_t each : blocks) {
      for (const std::uint32_t arc : predecessors_.of(each)) {
        if (!std::binary_search(here.begin(), here.end(), function_.arcs[arc].source)) add(total, flow_.arcs[arc]);
      }
    }
    return total;
  }

  void add_branches(std::uint32_t block, const Place& place, Branches& branches) const {
    const std::size_t before = branches.size();
    std::size_t ways = 0;
    for (std::uint32_t i = successors_.begin(block); i < successors_.end(block); ++i) {
      const Arc& arc = function_.arcs[i];
      if (arc.fake || (arc.throws && which_ == model::CoverageBranches::useful)) continue;
      ++ways;
      branches.push_back({flow_.arcs[i], target_line(arc.target, place)});
    }
    if (ways < 2) branches.resize(before);  // no choice
  }

  // Where a branch leads to: the first line with code on the only way there is.
  [[nodiscard]] std::uint32_t target_line(std::uint32_t block, const Place& from) const {
    for (int steps = 0; steps < k_most_steps; ++steps) {
      const auto at = std::lower_bound(function_.locations.begin(), function_.locations.end(), block,
                                       [](const Location& each, std::uint32_t number) { return each.block < number; });
      const bool is_there = at != function_.locations.end() && at->block == block && !at->lines.empty();
      if (is_there) return at->file == from.first ? at->lines.front() : Branch::k_nowhere;
      if (successors_.end(block) - successors_.begin(block) != 1) break;
      block = function_.arcs[successors_.begin(block)].target;
    }
    return Branch::k_nowhere;
  }

  static constexpr int k_most_steps = 16;

  const Function& function_;
  Successors successors_;
  Predecessors predecessors_;
  Flow flow_;
  model::CoverageBranches which_;
  std::map<Place, std::vector<std::uint32_t>> blocks_;  // that end there; one may do so twice
};

}  // namespace

class LineCounter::Unit {
 public:
  Unit(const Notes& notes, model::CoverageBranches which) : notes_(notes), which_(which) {
    result_.files.resize(notes.files.size());
    for (const Function& each : notes.functions) ++beginning_[{each.file, each.start_line}];
  }

  UnitLines count(const std::vector<const std::int64_t*>& counters) {
    for (std::size_t i = 0; i < notes_.functions.size(); ++i) add(notes_.functions[i], counters[i]);
    for (auto& [place, count] : shared_) settle(place, count);
    return std::move(result_);
  }

  void find_run(const Function& function, const std::int64_t* counters, const Use& use) const {
    FunctionLines lines(function, counters, model::CoverageBranches::none);
    std::map<Place, Count> counts;
    lines.count(counts);
    for (const auto& [place, count] : counts) {
      const bool ends_here = is_own(function, place) ? count.ends_here : shared_.at(place).ends_here;
      if ((ends_here ? count.entered : count.touched) > 0) use(place.first, place.second);
    }
  }

 private:
  // Not shared with others: of a function that is one of many that begin there.
  [[nodiscard]] bool is_own(const Function& function, const Place& place) const {
    const bool is_inside =
        place.first == function.file && function.start_line <= place.second && place.second <= function.end_line;
    return is_inside && beginning_.at({function.file, function.start_line}) > 1;
  }

  void add(const Function& function, const std::int64_t* counters) {
    FunctionLines lines(function, counters, which_);
    std::map<Place, Count> counts;
    lines.count(counts);
    for (auto& [place, count] : counts) {
      if (is_own(function, place)) {
        settle(place, count);
      } else {
        share(place, std::move(count));
      }
    }
    add_function(function, clamped(lines.calls()));
  }

  void share(const Place& place, Count&& count) {
    Count& shared = shared_[place];
    coverage::add(shared.touched, count.touched);
    coverage::add(shared.entered, count.entered);
    shared.ends_here = shared.ends_here || count.ends_here;
    shared.branches.insert(shared.branches.end(), count.branches.begin(), count.branches.end());
  }

  void settle(const Place& place, Count& count) {
    if (!notes_.files[place.first]) return;
    for (Branch& each : count.branches) each.count = clamped(each.count);
    result_.files[place.first].add_line(place.second, clamped(count.ends_here ? count.entered : count.touched), count.branches);
  }

  void add_function(const Function& function, std::int64_t calls) {
    if (!notes_.files[function.file]) return;
    result_.files[function.file].add_function({function.name, function.start_line, function.end_line, calls});
  }

  std::int64_t clamped(std::int64_t count) {
    result_.negative = result_.negative || count < 0;
    return std::max<std::int64_t>(count, 0);
  }

  const Notes& notes_;
  model::CoverageBranches which_;
  UnitLines result_;
  std::map<Place, int> beginning_;  // functions that begin there
  std::map<Place, Count> shared_;   // what is no function's alone
};

LineCounter::LineCounter(const Notes& notes, model::CoverageBranches which) : unit_(std::make_unique<Unit>(notes, which)) {}
LineCounter::~LineCounter() = default;

UnitLines LineCounter::count(const std::vector<const std::int64_t*>& counters) { return unit_->count(counters); }

void LineCounter::find_run(const Function& function, const std::int64_t* counters, const Use& use) const {
  unit_->find_run(function, counters, use);
}

}  // namespace trireme::coverage
