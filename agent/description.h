// What a part counts, as the runner reads it (agent/counts.h).
#pragma once

#include <cstddef>

#include "agent/parts.h"

namespace trireme::agent {

// Bytes.
std::size_t size_of_description(const Part& part);
void describe(const Part& part, std::byte* to);

}  // namespace trireme::agent
