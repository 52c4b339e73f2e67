// All units together: what was counted becomes lines of source files.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "coverage/counts.h"
#include "coverage/line_set.h"
#include "coverage/sources.h"
#include "coverage/unit_lines.h"

namespace trireme::coverage {

// Which sources a unit is made of.
struct UnitSources {
  std::string notes;   // or what else is written anew when it is compiled again
  std::string object;  // "": no test has linked it
  std::vector<std::uint32_t> sources;
  bool is_whole = true;            // all that this run has counted of it is known
  std::set<Context> contexts;      // who ran something of it
  std::vector<std::string> files;  // of clang: programs and libraries that hold it
};

struct Combined {
  std::map<std::uint32_t, FileLines> files;                        // by number of the source
  std::map<std::uint32_t, std::map<Context, LineSet>> by_context;  // … what each of them ran
  std::vector<Profile> sums;                                       // of each unit that was counted
  std::vector<UnitSources> units;
  std::set<std::uint32_t> changed;    // sources that are newer than a unit that was counted
  std::vector<Profile> clang_sums;    // … of each program and library of clang
  std::set<std::string> compilers;    // "gcc 12.2", "clang 14.0"
  std::vector<std::string> problems;  // sentences: what is missing, and why
};

std::string said_of_changed(const Source& source);

// `notes`: paths of all .gcno files, also of units that no test has linked. `which`: nullopt where only the sums are asked for.
// By so many threads at once.
Combined combine(const Counts& counts, const std::vector<std::string>& notes, Sources& sources,
                 std::optional<model::CoverageBranches> which, int threads);

}  // namespace trireme::coverage
