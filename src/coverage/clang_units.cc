#include "coverage/clang_units.h"

#include <unordered_map>

namespace trireme::coverage {

namespace {

using Uses = std::vector<const ClangUse*>;

void add_sources(const SourceNumbers& list, std::vector<std::uint32_t>& sources) {
  std::set<std::uint32_t> known(sources.begin(), sources.end());
  for (const std::optional<std::uint32_t> each : list) {
    if (each && known.insert(*each).second) sources.push_back(*each);
  }
}

void add_file(const ClangUse& use, UnitSources& unit) {
  unit.files.push_back(use.program->path);
  if (use.is_counted) unit.object = use.program->path;
  unit.contexts.insert(use.contexts.begin(), use.contexts.end());
}

UnitSources unit_of_object(const ClangProgram& object, const std::unordered_map<std::uint64_t, Uses>& by_list) {
  UnitSources unit{.notes = object.path, .object = "", .sources = {}, .contexts = {}, .files = {}};
  std::set<const ClangUse*> uses;
  for (const auto& [sum, list] : object.source_lists) {
    add_sources(list, unit.sources);
    if (const auto found = by_list.find(sum); found != by_list.end()) uses.insert(found->second.begin(), found->second.end());
  }
  for (const ClangUse* each : uses) add_file(*each, unit);
  return unit;
}

}  // namespace

std::vector<UnitSources> clang_units(const std::vector<ClangUse>& uses) {
  std::vector<UnitSources> units;
  std::unordered_map<std::uint64_t, Uses> by_list;
  std::set<std::uint64_t> of_objects;
  for (const ClangUse& each : uses) {
    for (const auto& [sum, list] : each.program->source_lists) {
      if (each.program->is_object) of_objects.insert(sum);
      if (!each.program->is_object) by_list[sum].push_back(&each);
    }
  }
  for (const ClangUse& each : uses) {
    if (each.program->is_object) {
      units.push_back(unit_of_object(*each.program, by_list));
      continue;
    }
    for (const auto& [sum, list] : each.program->source_lists) {
      if (of_objects.contains(sum)) continue;
      UnitSources unit{.notes = each.program->path, .object = "", .sources = {}, .contexts = {}, .files = {}};
      add_sources(list, unit.sources);
      add_file(each, unit);
      units.push_back(std::move(unit));
    }
  }
  return units;
}

}  // namespace trireme::coverage
