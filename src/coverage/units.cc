#include "coverage/units.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "coverage/file_tree.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

std::string without_ending(const std::string& path) { return path.substr(0, path.rfind('.')); }

// With -fprofile-dir all files are in one directory, and '#' is in their names for '/'.
std::string unmangled(const std::string& path) {
  std::string name = fs::path(path).filename().string();
  if (!name.starts_with('#')) return path;
  std::replace(name.begin(), name.end(), '#', '/');
  return name;
}

std::string notes_for(const std::string& object) {
  std::string beside = without_ending(object) + ".gcno";
  std::error_code error;
  if (fs::path(object).filename().string().starts_with('#') && !fs::exists(beside, error))
    return without_ending(unmangled(object)) + ".gcno";
  return beside;
}

}  // namespace

std::vector<UnitFiles> find_units(const Counts& counts, const std::vector<std::string>& notes) {
  std::map<std::string, UnitFiles> units;
  const auto unit_of = [&](const std::string& object) -> UnitFiles& {
    const std::string path = notes_for(object);
    UnitFiles& unit = units[path];
    unit.notes = path;
    unit.object = object;
    unit.by_context = counts.by_context;
    return unit;
  };
  for (const CountedDirectory& directory : counts.directories) {
    for_each_file(directory.path, ".gcda", [&](const fs::path& file) {
      unit_of(file.native().substr(directory.path.size())).profiles.push_back({file.native(), directory.context});
    });
  }
  for (const UnitCounts& each : counts.counted) unit_of(each.sum.object).counted.push_back(&each);
  for (const Profile& each : counts.kept) unit_of(each.object).kept.push_back(&each);
  for (const std::string& each : notes) units[each].notes = each;
  std::vector<UnitFiles> result;
  result.reserve(units.size());
  for (auto& [path, unit] : units) result.push_back(std::move(unit));
  return result;
}

}  // namespace trireme::coverage
