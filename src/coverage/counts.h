// What a run counted, as reports get it. Whoever collects (a directory per worker, the memory of processes) gives this.
#pragma once

#include <string>
#include <vector>

#include "coverage/profile.h"

namespace trireme::coverage {

struct Counts {
  std::vector<std::string> directories;  // with .gcda files, each at its own absolute path below it
  std::vector<Profile> profiles;
};

}  // namespace trireme::coverage
