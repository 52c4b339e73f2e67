// Which lines of a unit each context ran. Most tests run a function in one of a few ways, so each way is solved once.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "coverage/counts.h"
#include "coverage/line_set.h"
#include "coverage/notes.h"
#include "coverage/unit_lines.h"

namespace trireme::coverage {

// Those of functions that have counted, by their place in the profile.
using CountersByFunction = std::map<std::size_t, std::vector<std::int64_t>>;
// The profile's functions are in the order of their counters.
CountersByFunction counters_by_function(const Profile& profile, const ContextCounts& counts);

using FunctionsByIdent = std::unordered_map<std::uint32_t, const Function*>;

class ContextFinder {
 public:
  // `counter` has counted the whole. All outlive this object.
  ContextFinder(const FunctionsByIdent& functions, const LineCounter& counter) : functions_(functions), counter_(counter) {}

  // Of a unit that fits the notes.
  void add(const UnitCounts& unit);
  // By file (as in Notes) and context.
  using Found = std::map<std::pair<std::uint32_t, Context>, LineSet>;
  Found take() { return std::move(found_); }

 private:
  using Lines = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // file and line
  void add(const Profile& profile, const ContextCounts& counts);
  const Lines& run_by(const Function& function, const std::vector<std::int64_t>& counters);

  const FunctionsByIdent& functions_;
  const LineCounter& counter_;
  std::map<std::pair<std::uint32_t, std::vector<std::int64_t>>, Lines> known_;  // by ident and counters
  Found found_;
};

}  // namespace trireme::coverage
