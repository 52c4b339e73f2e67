// How often control went round on one line: `for (;;) x();` runs its line as often as the loop does, although it enters it
// once.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/flow.h"
#include "coverage/graph.h"
#include "coverage/notes.h"

namespace trireme::coverage {

// `blocks`: those on the line.
std::int64_t count_cycles(const Function& function, const Successors& successors, const Flow& flow,
                          const std::vector<std::uint32_t>& blocks);

}  // namespace trireme::coverage
