// Programs that a test starts, or becomes, and that a signal ends: waiting.cc.
#pragma once

#include <sys/types.h>

namespace trireme::agent {

// In the server, before there can be threads.
void look_up_what_waits();
// … of its child, which has ended and is not reaped.
void look_at_child(pid_t child);

}  // namespace trireme::agent
