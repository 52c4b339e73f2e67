// How often each arc and block of a function ran, from those arcs that were counted: what goes into a block comes out of it.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/notes.h"

namespace trireme::coverage {

struct Flow {
  std::vector<std::int64_t> arcs;    // as Function::arcs
  std::vector<std::int64_t> blocks;  // by number
};

// `counters`: as many as the function has.
Flow solve(const Function& function, const std::int64_t* counters);

}  // namespace trireme::coverage
