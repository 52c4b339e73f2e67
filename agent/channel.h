// The result channel of a child.
#pragma once

#include <cstdint>

namespace trireme::agent {

// From now on connections to 127.0.0.1:`port` are made as wire.h has it; 0: none is.
void redirect_channel(std::uint32_t port);

}  // namespace trireme::agent
