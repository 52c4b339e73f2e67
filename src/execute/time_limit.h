// How long what runs in a batch's process may take.
#pragma once

#include <cstddef>

#include "execute/googletest/hearing.h"
#include "execute/naming.h"

namespace trireme::execute {

// In seconds, 0 = without end: of the running test; between tests, of one that was asked for and has not started; of all `tests`
// of the batch together where nothing is heard of single ones.
double time_limit(const Naming& naming, const googletest::Hearing& hearing, std::size_t tests);

}  // namespace trireme::execute
