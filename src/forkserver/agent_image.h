// The library that is preloaded into test programs (agent/), carried inside this one.
#pragma once

#include "base/fd.h"
#include "base/result.h"

namespace trireme::forkserver {

// A sealed file in memory that holds it, made once: nobody can replace it, its name has no blanks or colons, and no mount
// forbids to execute it.
base::Result<int> agent_descriptor();

}  // namespace trireme::forkserver
