// Who is at the other end of a loopback connection?
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace trireme::execute {

// Does the kernel say that the socket at 127.0.0.1:`peer_port`, connected to our `own_port`, belongs to our user and to the
// process `leader` or a descendant of it? False also when the kernel cannot tell (the process is gone).
bool peer_is_of_family(std::uint16_t peer_port, std::uint16_t own_port, pid_t leader);

// Is `pid` the process `leader` or a descendant of it?
bool is_in_family(pid_t pid, pid_t leader);

}  // namespace trireme::execute
