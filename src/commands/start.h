// From the command line to the command.
#pragma once

#include <functional>

#include "model/options.h"

namespace trireme::commands {

// Settles in as a process, and does what the arguments of main() ask for: `run`, or another command. Gives the exit code.
int start(int argc, char** argv, const std::function<int(const model::Options&)>& run);

}  // namespace trireme::commands
