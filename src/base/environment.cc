#include "base/environment.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace trireme::base {

void set_variable(std::vector<std::string>& environment, const std::string& assignment) {
  const std::string name = assignment.substr(0, assignment.find('=') + 1);
  const auto found =
      std::find_if(environment.begin(), environment.end(), [&](const auto& each) { return each.starts_with(name); });
  if (found == environment.end()) {
    environment.push_back(assignment);
  } else {
    *found = assignment;
  }
}

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string program = folder + "/" + name;
    if (folder.starts_with('/') && access(program.c_str(), X_OK) == 0) return program;
  }
  return "";
}

}  // namespace trireme::base
