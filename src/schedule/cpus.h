// How many workers `-n auto` means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/options.h"

namespace trireme::schedule {

// CPUs this process may use: its affinity mask, cut to the CPU quota of its cgroup and those above it (rounded up); at least 1.
int available_cpus();

// The CPU quota of one cgroup v2 `cpu.max` text ("max 100000", "150000 100000"); nullopt if there is none.
std::optional<double> cpu_quota(const std::string& cpu_max);

// How many workers to run for `tests` tests; at least 1. `-n 0` and `--dist no` mean 1.
int worker_count(const model::Options& options, std::size_t tests);

}  // namespace trireme::schedule
