// What gcov says of a unit with --json-format, in the versions 1 and 2 of that: of gcc 9 to 13, and later.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "coverage/line.h"
#include "coverage/notes.h"
#include "model/options.h"

namespace trireme::coverage {

struct GcovLines {
  std::vector<std::pair<std::uint32_t, FileLines>> files;  // by number of the source
  bool negative = false;                                   // a count was less than nothing, and is nothing now
};

// `text`: what it printed, warnings before it included. An error reads well after its name.
base::Result<GcovLines> parse_gcov_json(const std::string& text, const Wanted& wanted, model::CoverageBranches which);

}  // namespace trireme::coverage
