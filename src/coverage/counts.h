// What reports are made of: what the processes of a run counted, and what was kept of those before.
#pragma once

#include <string>
#include <vector>

#include "coverage/profile.h"

namespace trireme::coverage {

struct Counts {
  std::vector<std::string> directories;  // with .gcda files, each at its own absolute path below it
  std::vector<Profile> counted = {};     // in memory
  std::vector<Profile> kept = {};
};

}  // namespace trireme::coverage
