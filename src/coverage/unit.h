// One unit from its files to its lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coverage/line.h"
#include "coverage/line_set.h"
#include "coverage/profile.h"
#include "coverage/sources.h"
#include "coverage/unit_lines.h"
#include "coverage/units.h"

namespace trireme::coverage {

// What a context ran of a source.
struct ContextLines {
  std::uint32_t number = 0;  // of the source
  Context context = 0;
  LineSet lines;
};

struct UnitResult {
  std::vector<std::pair<std::uint32_t, FileLines>> files;  // by number of the source
  std::vector<ContextLines> by_context;                    // of these
  std::vector<std::uint32_t> changed;                      // sources that are newer than the notes, and left out
  std::vector<std::uint32_t> sources;                      // those with code in it
  std::optional<Profile> sum;                              // of what was counted
  bool is_whole = true;                                    // all that this run has counted is known
  std::optional<Version> version;
  std::vector<std::string> problems;  // sentences
};

// `which`: nullopt where nobody asks for lines; the notes are not read then, and only the sum is known. `memory`: what one call
// leaves there is of use to the next.
UnitResult read_unit(const UnitFiles& unit, Sources& sources, std::optional<model::CoverageBranches> which,
                     std::string& memory);

}  // namespace trireme::coverage
