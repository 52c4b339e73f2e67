// The units there is something to say of: those that were counted, and those that no test has linked.
#pragma once

#include <string>
#include <vector>

#include "coverage/counts.h"

namespace trireme::coverage {

struct UnitFiles {
  std::string notes;                  // path of the .gcno
  std::string object;                 // path of the .gcda as compiled in; "" when nothing was counted
  std::vector<std::string> profiles;  // .gcda files
  // As long as the Counts live:
  std::vector<const Profile*> counted = {};
  std::vector<const Profile*> kept = {};  // of earlier runs
};

// In the order of `notes`. `directories`: searched for .gcno files.
std::vector<UnitFiles> find_units(const Counts& counts, const std::vector<std::string>& directories);

}  // namespace trireme::coverage
