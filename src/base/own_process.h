// What a process gets from whoever starts it, made as ours needs it.
#pragma once

#include <string>
#include <vector>

namespace trireme::base {

// First of all: standard descriptors that are open, signals that do what we rely on, and clock and descriptors counted.
void settle_in();

// SIGINT and SIGTERM end a run, and SIGHUP unless whoever started us has us ignore it, as nohup does.
std::vector<int> ending_signals();

// "NAME=value" each.
std::vector<std::string> own_environment();

}  // namespace trireme::base
