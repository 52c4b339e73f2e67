// The arcs of a function by block.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "coverage/notes.h"

namespace trireme::coverage {

// Those that go out of each block.
class Successors {
 public:
  explicit Successors(const Function& function);
  // Indices in Function::arcs: from, and one past the last.
  [[nodiscard]] std::uint32_t begin(std::uint32_t block) const { return first_[block]; }
  [[nodiscard]] std::uint32_t end(std::uint32_t block) const { return first_[block + 1]; }

 private:
  std::vector<std::uint32_t> first_;
};

// Those that come into each block.
class Predecessors {
 public:
  explicit Predecessors(const Function& function);
  // Indices in Function::arcs, in their order.
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t block) const {
    return {arcs_.data() + first_[block], arcs_.data() + first_[block + 1]};
  }

 private:
  std::vector<std::uint32_t> first_;  // in arcs_
  std::vector<std::uint32_t> arcs_;
};

}  // namespace trireme::coverage
