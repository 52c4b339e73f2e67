// The control groups that this process is in.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trireme::base {

// What the file `name` holds in the folders of our cgroup and of those above it, where it is there: of cgroup v2, or of
// v1's `controller`.
std::vector<std::string> cgroup_values(const std::string& name, std::string_view controller = "");

// `cgroups`: as /proc/self/cgroup has them. From the topmost folder to our own; those that a container does not see, too.
std::vector<std::filesystem::path> cgroup_folders(const std::string& cgroups, std::string_view controller);

}  // namespace trireme::base
