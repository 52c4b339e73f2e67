#include "schedule/lanes.h"

#include <algorithm>

namespace trireme::schedule {

std::uint32_t Lanes::choose(int worker, const std::vector<std::uint32_t>& open) const {
  return *std::min_element(open.begin(), open.end(),
                           [&](std::uint32_t a, std::uint32_t b) { return reluctance(worker, a) < reluctance(worker, b); });
}

int Lanes::reluctance(int worker, std::uint32_t lane) const {
  const bool is_own = of_worker_[static_cast<std::size_t>(worker)] == lane;
  const bool is_others = lanes_[lane].workers > (is_own ? 1 : 0);
  if (is_others && !lanes_[lane].known) return 3;
  if (is_own) return 0;
  return is_others ? 2 : 1;
}

void Lanes::enter(int worker, std::uint32_t lane) {
  auto& current = of_worker_[static_cast<std::size_t>(worker)];
  if (current) --lanes_[*current].workers;
  current = lane;
  ++lanes_[lane].workers;
}

}  // namespace trireme::schedule
