// What a child that crashes does before it dies of it: it stands still, so that the runner can take its stack.
#pragma once

namespace trireme::agent {

// For the signals that the program leaves to the kernel. Children inherit it; it does nothing in them before arm_crashes().
void install_crash_handler();
// In the child: from now on a crash of this process, not of those it forks, is told as wire.h has it.
void arm_crashes();

}  // namespace trireme::agent
