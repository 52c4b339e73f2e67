// The lines of one unit, counted as gcov counts them.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/line.h"
#include "coverage/notes.h"
#include "model/options.h"

namespace trireme::coverage {

struct UnitLines {
  std::vector<FileLines> files;  // as Notes::files; empty where it is not wanted
  bool negative = false;         // a count was less than nothing, and is nothing now
};

// `counters`: for each function where its counters begin.
UnitLines count_lines(const Notes& notes, const std::vector<const std::int64_t*>& counters, model::CoverageBranches which);

}  // namespace trireme::coverage
