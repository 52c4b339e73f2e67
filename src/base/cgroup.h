// The control groups that this process is in.
#pragma once

#include <string>
#include <vector>

namespace trireme::base {

// What the file `name` holds in the folders of our cgroup v2 and of those above it, where it is there.
std::vector<std::string> cgroup_values(const std::string& name);

}  // namespace trireme::base
