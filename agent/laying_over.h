// Memory that is laid over the pages that counters are on.
#pragma once

#include <cstddef>

#include "agent/parts.h"

namespace trireme::agent {

// Instead of the pages of a part, which lie one after another at `from`; it is moved from there.
void lay_over(const Part& part, std::byte* from);
// … of all parts, one after another. What runs may stand on one of these pages.
void lay_over_all(const Parts& parts, std::byte* from);

}  // namespace trireme::agent
