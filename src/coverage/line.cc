#include "coverage/line.h"

#include <algorithm>

#include "coverage/sums.h"

namespace trireme::coverage {

namespace {

// In the order of their sizes, so that it does not matter which unit comes first.
void add_branches(std::vector<Branches>& groups, const Branches& branches) {
  if (branches.empty()) return;
  const auto at = std::lower_bound(groups.begin(), groups.end(), branches.size(),
                                   [](const Branches& each, std::size_t size) { return each.size() < size; });
  if (at == groups.end() || at->size() != branches.size()) {
    groups.insert(at, branches);
    return;
  }
  for (std::size_t i = 0; i < branches.size(); ++i) {
    Branch& known = (*at)[i];
    known.count = bounded_sum(known.count, branches[i].count);
    known.target = std::max(known.target, branches[i].target);
  }
}

}  // namespace

std::string Branch::target_text() const {
  switch (target) {
    case k_nowhere: return "exit";
    case k_true: return "true";
    case k_false: return "false";
    default: return std::to_string(target);
  }
}

void FileLines::add_line(std::uint32_t number, std::int64_t count, const Branches& branches) {
  Line& line = lines[number];
  line.count = bounded_sum(line.count, count);
  add_branches(line.groups, branches);
}

void FileLines::add_function(const FunctionCount& function) {
  const auto key = std::make_pair(function.start_line, function.name);
  const auto [at, fresh] = functions.try_emplace(key, function);
  if (fresh) return;
  at->second.end_line = std::max(at->second.end_line, function.end_line);
  at->second.count = bounded_sum(at->second.count, function.count);
}

void FileLines::add(const FileLines& more) {
  for (const auto& [number, from] : more.lines) {
    Line& line = lines[number];
    line.count = bounded_sum(line.count, from.count);
    for (const Branches& each : from.groups) add_branches(line.groups, each);
  }
  for (const auto& [key, function] : more.functions) add_function(function);
}

void FileLines::add_foreign(const FileLines& more) {
  for (const auto& [number, from] : more.lines) {
    Line& line = lines[number];
    line.count = bounded_sum(line.count, from.count);
    line.groups.insert(line.groups.end(), from.groups.begin(), from.groups.end());
  }
  for (const auto& [key, function] : more.functions) add_function(function);
}

}  // namespace trireme::coverage
