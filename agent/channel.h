// The result channel of a child.
#pragma once

#include <cstdint>

namespace trireme::agent {

// From now on connections to 127.0.0.1:`port` are made as wire.h has it; 0: none is.
void redirect_channel(std::uint32_t port);
// Another connection to the same place; -1 when there is none to be had. May be called in a signal handler.
int connect_to_channel();

}  // namespace trireme::agent
