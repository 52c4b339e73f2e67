// What reports are made of: what the processes of a run counted, and what was kept of those before.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "coverage/profile.h"

namespace trireme::coverage {

// What counts come from, by number: a test, or 0 for none. Where nobody asks for tests all are 0.
using Context = std::uint32_t;
// Of what earlier runs counted it is not known. In reports it is 0; in the map of tests, that is what runs before all of them.
constexpr Context k_earlier_run = UINT32_MAX;

// What one context counted of a unit: counters that are not 0, by their place in the unit's profile. One may be there several
// times.
struct ContextCounts {
  Context context = 0;
  std::vector<std::pair<std::uint32_t, std::int64_t>> counters;
};

// What was counted in memory of a unit.
struct UnitCounts {
  Profile sum;
  std::vector<ContextCounts> by_context;
};

// With .gcda files, each at its own absolute path below it.
struct CountedDirectory {
  std::string path;
  Context context = 0;
};

struct Counts {
  std::vector<CountedDirectory> directories;
  std::vector<UnitCounts> counted = {};
  std::vector<Profile> kept = {};
  // … of programs and libraries of clang, each as one unit of one function (agent/counts.h).
  std::vector<UnitCounts> counted_by_clang = {};
  std::vector<Profile> kept_of_clang = {};
  bool by_context = false;  // is it asked which of them ran which lines?
};

}  // namespace trireme::coverage
