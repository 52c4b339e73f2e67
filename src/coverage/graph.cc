#include "coverage/graph.h"

namespace trireme::coverage {

namespace {

// Where each block's begin, of which there are so many in counts[block + 1].
void add_up(std::vector<std::uint32_t>& counts) {
  for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
}

}  // namespace

Successors::Successors(const Function& function) : first_(std::size_t{function.blocks} + 1) {
  for (const Arc& each : function.arcs) ++first_[each.source + 1];
  add_up(first_);
}

Predecessors::Predecessors(const Function& function) : first_(std::size_t{function.blocks} + 1), arcs_(function.arcs.size()) {
  for (const Arc& each : function.arcs) ++first_[each.target + 1];
  add_up(first_);
  std::vector<std::uint32_t> next = first_;
  for (std::uint32_t i = 0; i < function.arcs.size(); ++i) arcs_[next[function.arcs[i].target]++] = i;
}

}  // namespace trireme::coverage
