// What posix_spawn cannot do for a child: another user, and a signal at its parent's death. For child.cc alone.
#pragma once

#include <string>
#include <vector>

#include "base/child.h"

namespace trireme::base {

// As spawn() has it, without the pidfd.
Result<pid_t> spawn_by_fork(const SpawnSpec& spec);

// For exec: as long as `strings` live, with a null at the end.
std::vector<char*> pointers(const std::vector<std::string>& strings);

}  // namespace trireme::base
