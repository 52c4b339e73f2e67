// The elementary cycles among the blocks, found as Hawick and James do it ("Enumerating Circuits and Loops in Graphs with
// Self-Arcs and Multiple-Arcs"): a block that leads to no cycle is not entered again until one of those behind it does. A cycle
// that is found counts as often as its rarest arc, and that many are taken off all its arcs; so at least one arc goes with each
// cycle, and there are no more cycles than arcs. This is what gcov does, whose numbers are to come out. It is no recursion
// here: of generated code a line can have any number of blocks.
#include "coverage/cycles.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <unordered_map>

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_none = std::numeric_limits<std::size_t>::max();

class Search {
 public:
  Search(const Function& function, const Successors& successors, const Flow& flow, const std::vector<std::uint32_t>& blocks)
      : function_(function), successors_(successors) {
    for (const std::uint32_t each : blocks) {
      state_.try_emplace(each);
      for (std::uint32_t arc = successors.begin(each); arc < successors.end(each); ++arc) rest_[arc] = flow.arcs[arc];
    }
  }

  // `starts`: blocks of which one is the first of each cycle there may be.
  std::int64_t count(const std::vector<std::uint32_t>& starts) {
    for (const std::uint32_t each : starts) search_from(each);
    return total_;
  }

 private:
  struct State {
    bool blocked = false;
    std::vector<std::uint32_t> waiting;  // blocks that are free again when this one is
  };
  struct Visit {
    std::uint32_t block;
    std::uint32_t next;  // arc
    bool found = false;  // a cycle
  };

  void search_from(std::uint32_t start) {
    for (const std::uint32_t each : entered_) state_[each] = {};
    entered_.clear();
    path_.clear();
    spent_ = k_none;
    std::vector<Visit> visits;
    enter(start, visits);
    while (!visits.empty()) {
      Visit& visit = visits.back();
      if (visit.next == successors_.end(visit.block)) {
        leave(visits, start);
        continue;
      }
      const std::uint32_t arc = visit.next++;
      const std::uint32_t target = function_.arcs[arc].target;
      if (!leads_on(arc, start)) continue;
      path_.push_back(arc);
      if (target == start) {
        take_cycle();
        visit.found = true;
      } else if (spent_ == k_none && !state_[target].blocked) {
        enter(target, visits);
        continue;  // its arc stays on the path
      }
      pop_arc();
    }
  }

  // A block earlier than the start has been a start already.
  [[nodiscard]] bool leads_on(std::uint32_t arc, std::uint32_t start) const {
    const std::uint32_t target = function_.arcs[arc].target;
    return target >= start && rest_.at(arc) > 0 && state_.contains(target);
  }

  void enter(std::uint32_t block, std::vector<Visit>& visits) {
    state_[block].blocked = true;
    entered_.push_back(block);
    visits.push_back({block, successors_.begin(block)});
  }

  void leave(std::vector<Visit>& visits, std::uint32_t start) {
    const Visit visit = visits.back();
    visits.pop_back();
    if (visit.found) {
      unblock(visit.block);
    } else {
      wait_for_others(visit.block, start);
    }
    if (visits.empty()) return;
    visits.back().found = visits.back().found || visit.found;
    pop_arc();
  }

  void wait_for_others(std::uint32_t block, std::uint32_t start) {
    for (std::uint32_t arc = successors_.begin(block); arc < successors_.end(block); ++arc) {
      if (!leads_on(arc, start)) continue;
      State& other = state_[function_.arcs[arc].target];
      if (!other.blocked) continue;
      if (std::find(other.waiting.begin(), other.waiting.end(), block) == other.waiting.end()) other.waiting.push_back(block);
    }
  }

  void unblock(std::uint32_t first) {
    std::vector<std::uint32_t> free = {first};
    while (!free.empty()) {
      State& state = state_[free.back()];
      free.pop_back();
      if (!state.blocked) continue;
      state.blocked = false;
      free.insert(free.end(), state.waiting.begin(), state.waiting.end());
      state.waiting.clear();
    }
  }

  void pop_arc() {
    path_.pop_back();
    if (path_.size() <= spent_) spent_ = k_none;
  }

  void take_cycle() {
    std::int64_t times = std::numeric_limits<std::int64_t>::max();
    for (const std::uint32_t each : path_) times = std::min(times, rest_[each]);
    if (times <= 0) return;
    total_ = bounded_sum(total_, times);
    for (std::size_t i = path_.size(); i-- > 0;) {
      std::int64_t& rest = rest_[path_[i]];
      rest -= times;
      if (rest <= 0) spent_ = i;
    }
  }

  const Function& function_;
  const Successors& successors_;
  std::unordered_map<std::uint32_t, State> state_;        // of each block on the line
  std::unordered_map<std::uint32_t, std::int64_t> rest_;  // of each arc: how often it ran in no cycle yet
  std::vector<std::uint32_t> entered_;                    // blocks, from this start
  std::vector<std::uint32_t> path_;                       // arcs
  std::size_t spent_ = k_none;                            // the first arc on the path of which no more is left
  std::int64_t total_ = 0;
};

// The first block of a cycle has an arc back to it. Most lines have a block or two, and no way back.
std::vector<std::uint32_t> starts_of(const Function& function, const Successors& successors,
                                     const std::vector<std::uint32_t>& blocks) {
  std::set<std::uint32_t> led_back_to;
  for (const std::uint32_t each : blocks) {
    for (std::uint32_t arc = successors.begin(each); arc < successors.end(each); ++arc) {
      const std::uint32_t target = function.arcs[arc].target;
      if (target <= each) led_back_to.insert(target);
    }
  }
  std::vector<std::uint32_t> starts;
  std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(starts),
               [&](std::uint32_t each) { return led_back_to.contains(each); });
  return starts;
}

}  // namespace

std::int64_t count_cycles(const Function& function, const Successors& successors, const Flow& flow,
                          const std::vector<std::uint32_t>& blocks) {
  const std::vector<std::uint32_t> starts = starts_of(function, successors, blocks);
  return starts.empty() ? 0 : Search(function, successors, flow, blocks).count(starts);
}

}  // namespace trireme::coverage
