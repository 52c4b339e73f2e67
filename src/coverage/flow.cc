// The arcs without a counter are a tree that spans the blocks, so that there is always a block of which all arcs but one are
// known, until all are. A damaged file may have no such tree; what then cannot be known is 0.
#include "coverage/flow.h"

#include <algorithm>

#include "coverage/graph.h"
#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

class Solver {
 public:
  Solver(const Function& function, const std::int64_t* counters)
      : function_(function),
        successors_(function),
        predecessors_(function),
        in_(function.blocks),
        out_(function.blocks),
        known_block_(function.blocks),
        known_arc_(function.arcs.size()) {
    flow_.arcs.resize(function.arcs.size());
    flow_.blocks.resize(function.blocks);
    for (std::uint32_t i = 0; i < function.arcs.size(); ++i) add(i, counters);
    if (function.blocks >= 2) {
      in_[0].open = predecessors_.of(0).empty();
      out_[1].open = successors_.begin(1) == successors_.end(1);
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
  // One side of a block: the arcs that come in, or those that go out.
  struct Side {
    std::size_t unknown = 0;
    bool open = false;  // there is more to it than arcs: what calls the function, or where it returns to
  };

  void add(std::uint32_t index, const std::int64_t* counters) {
    const Arc& arc = function_.arcs[index];
    known_arc_[index] = arc.counter != k_no_counter;
    if (known_arc_[index]) flow_.arcs[index] = counters[arc.counter];
    out_[arc.source].unknown += known_arc_[index] ? 0U : 1U;
    in_[arc.target].unknown += known_arc_[index] ? 0U : 1U;
  }

  void look_at(std::uint32_t block) {
    if (!known_block_[block]) {
      const bool by_out = out_[block].unknown == 0 && !out_[block].open;
      const bool by_in = in_[block].unknown == 0 && !in_[block].open;
      if (!by_out && !by_in) return;
      flow_.blocks[block] = by_out ? sum_out(block) : sum_in(block);
      known_block_[block] = true;
    }
    if (out_[block].unknown == 1 && !out_[block].open) settle(unknown_out(block), flow_.blocks[block], sum_out(block));
    if (in_[block].unknown == 1 && !in_[block].open) settle(unknown_in(block), flow_.blocks[block], sum_in(block));
  }

  [[nodiscard]] std::int64_t sum_out(std::uint32_t block) const {
    std::int64_t total = 0;
    for (std::uint32_t i = successors_.begin(block); i < successors_.end(block); ++i) total = wrapped_sum(total, flow_.arcs[i]);
    return total;
  }

  [[nodiscard]] std::int64_t sum_in(std::uint32_t block) const {
    std::int64_t total = 0;
    for (const std::uint32_t each : predecessors_.of(block)) total = wrapped_sum(total, flow_.arcs[each]);
    return total;
  }

  // The only one there is.
  [[nodiscard]] std::uint32_t unknown_out(std::uint32_t block) const {
    std::uint32_t arc = successors_.begin(block);
    while (known_arc_[arc]) ++arc;
    return arc;
  }
  [[nodiscard]] std::uint32_t unknown_in(std::uint32_t block) const {
    const auto arcs = predecessors_.of(block);
    return *std::find_if(arcs.begin(), arcs.end(), [&](std::uint32_t each) { return !known_arc_[each]; });
  }

  // `others`: the sum of those beside it.
  void settle(std::uint32_t index, std::int64_t total, std::int64_t others) {
    flow_.arcs[index] = wrapped_difference(total, others);
    known_arc_[index] = true;
    const Arc& arc = function_.arcs[index];
    --out_[arc.source].unknown;
    --in_[arc.target].unknown;
    waiting_.push_back(arc.source);
    waiting_.push_back(arc.target);
  }

  const Function& function_;
  Successors successors_;
  Predecessors predecessors_;
  std::vector<Side> in_;  // by block
  std::vector<Side> out_;
  std::vector<bool> known_block_;
  std::vector<bool> known_arc_;
  std::vector<std::uint32_t> waiting_;
  Flow flow_;
};

}  // namespace

Flow solve(const Function& function, const std::int64_t* counters) {
  const bool ran = std::any_of(counters, counters + function.counters, [](std::int64_t each) { return each != 0; });
  if (ran) return Solver(function, counters).solve();
  return {std::vector<std::int64_t>(function.arcs.size()), std::vector<std::int64_t>(function.blocks)};
}

}  // namespace trireme::coverage
