// Counts of programs that tests start without the variables of the run: their runtimes write where they would write alone.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "coverage/combine.h"

namespace trireme::coverage {

// Files that were written since then: gcc's, beside the object files, and clang's in the directories where tests run.
std::set<std::string> stray_counts(const std::vector<UnitSources>& units, const std::set<std::string>& directories,
                                   std::filesystem::file_time_type since);

}  // namespace trireme::coverage
