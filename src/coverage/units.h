// The units there is something to say of: those that were counted, and those that no test has linked.
#pragma once

#include <string>
#include <vector>

#include "coverage/counts.h"

namespace trireme::coverage {

struct ProfileFile {
  std::string path;
  Context context = 0;
};

struct UnitFiles {
  std::string notes;                  // path of the .gcno
  std::string object;                 // path of the .gcda as compiled in; "" when nothing was counted
  std::vector<ProfileFile> profiles;  // .gcda files
  // As long as the Counts live:
  std::vector<const UnitCounts*> counted = {};
  std::vector<const Profile*> kept = {};  // of earlier runs
  bool by_context = false;
};

// In the order of their notes, where the compiler put them. `notes`: paths of all .gcno files.
std::vector<UnitFiles> find_units(const Counts& counts, const std::vector<std::string>& notes);

}  // namespace trireme::coverage
