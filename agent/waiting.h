// Programs that a test starts and that a signal ends: waiting.cc.
#pragma once

namespace trireme::agent {

// In the server, before there can be threads.
void look_up_what_waits();

}  // namespace trireme::agent
