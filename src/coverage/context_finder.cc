#include "coverage/context_finder.h"

#include <algorithm>

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

bool has(const FunctionProfile& function, std::uint32_t place) {
  return function.first <= place && place - function.first < function.count;
}

// nullptr: no function's.
const FunctionProfile* function_with(const Profile& profile, std::uint32_t place) {
  const auto after = std::upper_bound(profile.functions.begin(), profile.functions.end(), place,
                                      [](std::uint32_t value, const FunctionProfile& each) { return value < each.first; });
  return after == profile.functions.begin() || !has(*std::prev(after), place) ? nullptr : &*std::prev(after);
}

}  // namespace

CountersByFunction counters_by_function(const Profile& profile, const ContextCounts& counts) {
  CountersByFunction result;
  const FunctionProfile* function = nullptr;  // of the counter before, which most are of as well
  std::vector<std::int64_t>* counters = nullptr;
  for (const auto& [place, count] : counts.counters) {
    if (function == nullptr || !has(*function, place)) {
      function = function_with(profile, place);
      if (function == nullptr) continue;
      counters = &result[static_cast<std::size_t>(function - profile.functions.data())];
      counters->resize(function->count);
    }
    std::int64_t& counter = (*counters)[place - function->first];
    counter = wrapped_sum(counter, count);
  }
  return result;
}

void ContextFinder::add(const UnitCounts& unit) {
  for (const ContextCounts& each : unit.by_context) add(unit.sum, each);
}

void ContextFinder::add(const Profile& profile, const ContextCounts& counts) {
  for (const auto& [index, counters] : counters_by_function(profile, counts)) {
    const auto function = functions_.find(profile.functions[index].ident);
    if (function == functions_.end() || function->second->counters != counters.size()) continue;
    for (const auto& [file, line] : run_by(*function->second, counters)) found_[{file, counts.context}].add(line);
  }
}

const ContextFinder::Lines& ContextFinder::run_by(const Function& function, const std::vector<std::int64_t>& counters) {
  const auto [at, fresh] = known_.try_emplace({function.ident, counters});
  if (fresh) {
    Lines& lines = at->second;
    counter_.find_run(function, counters.data(),
                      [&](std::uint32_t file, std::uint32_t line) { lines.emplace_back(file, line); });
  }
  return at->second;
}

}  // namespace trireme::coverage
