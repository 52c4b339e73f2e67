#include "base/environment.h"

#include <algorithm>

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

}  // namespace trireme::base
