#include "base/environment.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace trireme::base {

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
}

}  // namespace

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

void fill_in_ours(std::vector<std::string>& environment) {
  for (std::string& variable : environment) {
    if (variable.find("${TRIREME_") == std::string::npos) continue;
    for (const std::string& each : environment) {
      const std::size_t end = each.find('=');
      if (&each != &variable && each.starts_with("TRIREME_"))
        replace_all(variable, "${" + each.substr(0, end) + "}", each.substr(end + 1));
    }
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
