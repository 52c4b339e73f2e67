#include "coverage/units.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "base/fd.h"
#include "coverage/file_tree.h"
#include "coverage/gcov_format.h"

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

std::optional<std::uint32_t> stamp_of(const std::string& path, std::uint32_t magic) {
  const auto bytes = base::read_file(path);
  const auto opening = bytes ? open_gcov(*bytes, magic) : tl::unexpected(bytes.error());
  return opening ? std::optional(opening->stamp) : std::nullopt;
}

// Of what was counted.
std::optional<std::uint32_t> stamp_of(const UnitFiles& unit) {
  if (!unit.counted.empty()) return unit.counted.front()->sum.stamp;
  if (!unit.profiles.empty()) return stamp_of(unit.profiles.front().path, k_profile_magic);
  return unit.kept.empty() ? std::nullopt : std::optional(unit.kept.front()->stamp);
}

using Units = std::map<std::string, UnitFiles>;  // by their notes

// The build tree was moved since, and notes with it, which have the name and the stamp that they had.
void find_moved(Units& units) {
  std::multimap<std::string, UnitFiles*> uncounted;
  const auto name_of = [](const UnitFiles& unit) { return fs::path(unit.notes).filename().string(); };
  for (auto& [path, unit] : units) {
    if (unit.object.empty()) uncounted.emplace(name_of(unit), &unit);
  }
  for (auto& [path, unit] : units) {
    std::error_code error;
    if (unit.object.empty() || fs::exists(path, error)) continue;
    const auto [first, last] = uncounted.equal_range(name_of(unit));
    const auto stamp = first == last ? std::nullopt : stamp_of(unit);
    const auto is_it = [&](const auto& each) { return stamp && stamp_of(each.second->notes, k_notes_magic) == stamp; };
    const auto found = std::find_if(first, last, is_it);
    if (found == last) continue;
    unit.notes = std::exchange(found->second->notes, "");
    uncounted.erase(found);
  }
}

}  // namespace

std::vector<UnitFiles> find_units(const Counts& counts, const std::vector<std::string>& notes) {
  Units units;
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
  find_moved(units);
  std::vector<UnitFiles> result;
  for (auto& [path, unit] : units) {
    if (!unit.notes.empty()) result.push_back(std::move(unit));
  }
  return result;
}

}  // namespace trireme::coverage
