#include "coverage/units.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <utility>

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

// A directory that cannot be read has nothing for us; the others still do. Linked ones are not entered.
void for_each_file(const std::string& directory, std::string_view ending, const std::function<void(const fs::path&)>& use) {
  std::vector<fs::path> pending = {directory};
  std::error_code error;
  while (!pending.empty()) {
    const fs::path current = std::move(pending.back());
    pending.pop_back();
    for (fs::directory_iterator entry(current, error), end; !error && entry != end; entry.increment(error)) {
      std::error_code unknown;
      const fs::path& path = entry->path();
      if (entry->symlink_status(unknown).type() == fs::file_type::directory && path.filename() != ".git")
        pending.push_back(path);
      if (path.native().ends_with(ending) && entry->is_regular_file(unknown)) use(path);
    }
  }
}

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

std::vector<UnitFiles> find_units(const Counts& counts, const std::vector<std::string>& directories) {
  std::map<std::string, UnitFiles> units;
  const auto unit_of = [&](const std::string& object) -> UnitFiles& {
    const std::string notes = notes_for(object);
    UnitFiles& unit = units[notes];
    unit.notes = notes;
    unit.object = object;
    return unit;
  };
  for (const std::string& directory : counts.directories) {
    for_each_file(directory, ".gcda", [&](const fs::path& file) {
      unit_of(file.native().substr(directory.size())).profiles.push_back(file.native());
    });
  }
  for (const Profile& each : counts.counted) unit_of(each.object).counted.push_back(&each);
  for (const Profile& each : counts.kept) unit_of(each.object).kept.push_back(&each);
  for (const std::string& directory : directories) {
    for_each_file(directory, ".gcno", [&](const fs::path& file) { units[file.native()].notes = file.native(); });
  }
  std::vector<UnitFiles> result;
  result.reserve(units.size());
  for (auto& [notes, unit] : units) result.push_back(std::move(unit));
  return result;
}

}  // namespace trireme::coverage
