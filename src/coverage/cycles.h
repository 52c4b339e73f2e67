// How often control went round on one line: `for (;;) x();` runs its line as often as the loop does, although it enters it
// once.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/flow.h"
#include "coverage/notes.h"

namespace trireme::coverage {

// The arcs that go out of each block of a function.
class Successors {
 public:
  explicit Successors(const Function& function);
  // Indices in Function::arcs: from, and one past the last.
  [[nodiscard]] std::uint32_t begin(std::uint32_t block) const { return first_[block]; }
  [[nodiscard]] std::uint32_t end(std::uint32_t block) const { return first_[block + 1]; }

 private:
  std::vector<std::uint32_t> first_;
};

// `blocks`: those on the line.
std::int64_t count_cycles(const Function& function, const Successors& successors, const Flow& flow,
                          const std::vector<std::uint32_t>& blocks);

}  // namespace trireme::coverage
