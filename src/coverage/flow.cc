// The arcs without a counter are a tree that spans the blocks, so that there is always a block of which all arcs but one are
// known, until all are. A damaged file may have no such tree; what then cannot be known is 0.
#include "coverage/flow.h"

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

// One side of a block: the arcs that come in, or those that go out.
struct Side {
  std::vector<std::uint32_t> arcs;
  std::size_t unknown = 0;
  bool open = false;  // there is more to it than arcs: what calls the function, or where it returns to
};

class Solver {
 public:
  Solver(const Function& function, const std::int64_t* counters)
      : function_(function), in_(function.blocks), out_(function.blocks), known_block_(function.blocks) {
    flow_.arcs.resize(function.arcs.size());
    flow_.blocks.resize(function.blocks);
    known_arc_.resize(function.arcs.size());
    for (std::uint32_t i = 0; i < function.arcs.size(); ++i) add(i, counters);
    if (function.blocks >= 2) {
      in_[0].open = in_[0].arcs.empty();
      out_[1].open = out_[1].arcs.empty();
    }
  }

  Flow solve() {
    for (std::uint32_t block = 0; block < function_.blocks; ++block) waiting_.push_back(block);
    while (!waiting_.empty()) {
      const std::uint32_t block = waiting_.back();
      waiting_.pop_back();
      look_at(block);
    }
    return std::move(flow_);
  }

 private:
  void add(std::uint32_t index, const std::int64_t* counters) {
    const Arc& arc = function_.arcs[index];
    const bool counted = arc.counter != k_no_counter;
    known_arc_[index] = counted;
    if (counted) flow_.arcs[index] = counters[arc.counter];
    for (Side* side : {&out_[arc.source], &in_[arc.target]}) {
      side->arcs.push_back(index);
      side->unknown += counted ? 0 : 1;
    }
  }

  void look_at(std::uint32_t block) {
    if (!known_block_[block]) {
      const bool by_out = out_[block].unknown == 0 && !out_[block].open;
      const bool by_in = in_[block].unknown == 0 && !in_[block].open;
      if (!by_out && !by_in) return;
      flow_.blocks[block] = sum(by_out ? out_[block] : in_[block]);
      known_block_[block] = true;
    }
    for (const Side* side : {&out_[block], &in_[block]}) {
      if (side->unknown == 1 && !side->open) settle_last(*side, flow_.blocks[block]);
    }
  }

  [[nodiscard]] std::int64_t sum(const Side& side) const {
    std::int64_t total = 0;
    for (const std::uint32_t each : side.arcs) total = wrapped_sum(total, flow_.arcs[each]);
    return total;
  }

  void settle_last(const Side& side, std::int64_t total) {
    const std::int64_t rest = wrapped_difference(total, sum(side));
    for (const std::uint32_t each : side.arcs) {
      if (known_arc_[each]) continue;
      flow_.arcs[each] = rest;
      known_arc_[each] = true;
      const Arc& arc = function_.arcs[each];
      --out_[arc.source].unknown;
      --in_[arc.target].unknown;
      waiting_.push_back(arc.source);
      waiting_.push_back(arc.target);
      return;
    }
  }

  const Function& function_;
  std::vector<Side> in_;
  std::vector<Side> out_;
  std::vector<bool> known_block_;
  std::vector<bool> known_arc_;
  std::vector<std::uint32_t> waiting_;
  Flow flow_;
};

}  // namespace

Flow solve(const Function& function, const std::int64_t* counters) { return Solver(function, counters).solve(); }

}  // namespace trireme::coverage
