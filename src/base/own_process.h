// What a process gets from whoever starts it, made as ours needs it.
#pragma once

#include <string>
#include <vector>

namespace trireme::base {

// First of all: standard descriptors that are open, signals that do what we rely on, and clock and descriptors counted.
void settle_in();

// Those of SIGINT, SIGTERM and SIGHUP that end a run. Whoever started us may have us ignore the first and the last, as nohup does, or
// a shell without job control for what it runs in the background.
std::vector<int> ending_signals();

// "NAME=value" each.
std::vector<std::string> own_environment();

}  // namespace trireme::base
