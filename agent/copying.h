// Copies of the pages that counters are on.
#pragma once

#include <cstddef>

#include "agent/parts.h"

namespace trireme::agent {

enum class Words { counters, variables };

// Of each page of a part, to where these lie one after another. Where nothing is set stay holes. `laid_over`: other memory is, over
// its pages.
void copy_what_is_set(Words which, const Part& part, bool laid_over, std::byte* to);

}  // namespace trireme::agent
