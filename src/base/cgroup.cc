#include "base/cgroup.h"

#include <algorithm>
#include <sstream>

#include "base/fd.h"

namespace trireme::base {

namespace {

// Is it among "cpu,cpuacct"? v2 has one group without controllers.
bool lists(std::istringstream controllers, std::string_view wanted) {
  if (wanted.empty()) return controllers.str().empty();
  for (std::string each; std::getline(controllers, each, ',');) {
    if (each == wanted) return true;
  }
  return false;
}

}  // namespace

std::vector<std::filesystem::path> cgroup_folders(const std::string& cgroups, std::string_view controller) {
  std::istringstream lines(cgroups);
  for (std::string number, controllers, path;
       std::getline(lines, number, ':') && std::getline(lines, controllers, ':') && std::getline(lines, path);) {
    if (!path.starts_with('/') || !lists(std::istringstream(controllers), controller)) continue;
    std::vector<std::filesystem::path> folders{std::filesystem::path("/sys/fs/cgroup") / controller};
    for (const auto& part : std::filesystem::path(path).relative_path()) folders.push_back(folders.back() / part);
    return folders;
  }
  return {};
}

std::vector<std::string> cgroup_values(const std::string& name, std::string_view controller) {
  std::vector<std::string> values;
  for (const auto& folder : cgroup_folders(read_file("/proc/self/cgroup").value_or(""), controller)) {
    if (auto text = read_file((folder / name).string())) values.push_back(*std::move(text));
  }
  return values;
}

}  // namespace trireme::base
