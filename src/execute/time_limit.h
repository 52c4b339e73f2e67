// How long what runs in a batch's process may take.
#pragma once

#include <cstddef>

#include "execute/googletest/hearing.h"
#include "execute/naming.h"

namespace trireme::execute {

// In seconds, 0 = without end: of the running test; between tests, of one that was asked for and has not started; before the first
// of the batch's `tests`, the longest of them all; of all together where nothing is heard of single ones. `in_run`: the program has
// come to its tests, or may have.
double time_limit(const Naming& naming, const googletest::Hearing& hearing, std::size_t tests, bool in_run);

}  // namespace trireme::execute
