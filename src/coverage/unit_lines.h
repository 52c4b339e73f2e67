// The lines of one unit, counted as gcov counts them.
#pragma once

#include <cstdint>
#include <vector>

#include "coverage/line.h"
#include "coverage/notes.h"

namespace trireme::coverage {

enum class WhichBranches { useful, all };  // all: those to the handlers of exceptions too

struct UnitLines {
  std::vector<FileLines> files;  // as Notes::files; empty where it is not wanted
  bool negative = false;         // a count was less than nothing, and is nothing now
};

// `counters`: for each function where its counters begin.
UnitLines count_lines(const Notes& notes, const std::vector<const std::int64_t*>& counters, WhichBranches which);

}  // namespace trireme::coverage
