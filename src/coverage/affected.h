// --affected: of the tests that were collected, those that what has changed may touch, those that the map of tests does not have,
// and those that failed when they last ran. What cannot be told of a change is told as if it touched everything.
#pragma once

#include "base/result.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::coverage {

// Deselects the others, if that is asked for, and says in the header why those that stay do. An error is the user's.
base::Result<void> keep_affected(const model::Options& options, model::Collection& collection);

}  // namespace trireme::coverage
