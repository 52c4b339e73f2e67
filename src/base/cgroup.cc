#include "base/cgroup.h"

#include <filesystem>
#include <sstream>

#include "base/fd.h"

namespace trireme::base {

namespace {

std::vector<std::filesystem::path> folders() {
  std::istringstream lines(read_file("/proc/self/cgroup").value_or(""));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("0::/")) continue;
    std::vector<std::filesystem::path> folders{"/sys/fs/cgroup"};
    for (const auto& part : std::filesystem::path(line.substr(4))) folders.push_back(folders.back() / part);
    return folders;
  }
  return {};
}

}  // namespace

std::vector<std::string> cgroup_values(const std::string& name) {
  std::vector<std::string> values;
  for (const auto& folder : folders()) {
    if (auto text = read_file((folder / name).string())) values.push_back(*std::move(text));
  }
  return values;
}

}  // namespace trireme::base
