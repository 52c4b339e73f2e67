// What a program or library counts, as its process says it (agent/counts.h).
#pragma once

#include <string_view>
#include <vector>

#include "agent/counts.h"
#include "base/result.h"
#include "coverage/bytes.h"

namespace trireme::coverage {

inline constexpr std::size_t k_word = 8;  // bytes of a counter

struct DescribedUnit {
  agent::CountedUnit head;
  std::string_view name;
  std::string_view functions;
  std::size_t counters = 0;  // of all of them

  template <class Use>
  void for_each_function(const Use& use) const {
    Bytes rest(functions);
    while (!rest.at_end()) use(rest.value<agent::CountedFunction>());
  }
};

// Views of `description`. What is given makes sense: counters are words, and there are no more of them than there is room for.
base::Result<std::vector<DescribedUnit>> read_description(std::string_view description);

}  // namespace trireme::coverage
