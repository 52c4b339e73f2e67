// How many files may be open at once, and for what that is enough. Those that whoever started us left open are not to be had.
#pragma once

#include "base/result.h"

namespace trireme::base {

// Ours, the standard ones included. Counted when first asked, which must be before anything else is opened.
int usable_descriptors();

// Fails when they are too few for any run.
Result<void> check_descriptors();

// Fails when they are too few for so many workers.
Result<void> check_descriptors_for(int workers);

// Those that a run with so many workers does not need.
int spare_descriptors(int workers);

// For how many workers there are enough; at least 1.
int most_workers();

}  // namespace trireme::base
