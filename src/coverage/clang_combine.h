// What clang counts, from programs and counters to lines of source files.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "coverage/combine.h"

namespace trireme::coverage {

// Adds to `combined`, which has what gcc counted. `programs`: those that may have counted, and libraries; `directories`: where
// they were built, searched for more, and for object files that nobody has linked. By so many threads at once where programs are
// asked.
void combine_clang(const Counts& counts, const std::set<std::string>& programs, const std::vector<std::string>& directories,
                   Sources& sources, model::CoverageBranches which, Combined& combined, int threads);

}  // namespace trireme::coverage
