// How many workers `-n` means.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "model/options.h"

namespace trireme::schedule {

// How many workers to run for `tests` tests; at least 1. `-n 0` and `--dist no` mean 1, auto no more than there are tests, CPUs
// for us, and descriptors. An error: the number asked for takes more files than may be open.
base::Result<int> worker_count(const model::Options& options, std::size_t tests);

// The same error before it is known which tests there are.
base::Result<void> check_worker_count(const model::Options& options);

}  // namespace trireme::schedule
