// How many CPUs there are for us.
#pragma once

#include <optional>
#include <string>

namespace trireme::base {

// CPUs this process may use: its affinity mask, cut to the CPU quota of its cgroup and those above it (rounded up); at least 1.
int available_cpus();

// The CPU quota of one cgroup, "QUOTA PERIOD" as in v2's `cpu.max` ("max 100000", "150000 100000"); nullopt if there is none.
std::optional<double> cpu_quota(const std::string& limit);

}  // namespace trireme::base
