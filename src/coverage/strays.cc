#include "coverage/strays.h"

#include <string_view>
#include <system_error>

namespace trireme::coverage {

namespace fs = std::filesystem;

std::set<std::string> stray_counts(const std::vector<UnitSources>& units, const std::set<std::string>& directories,
                                   fs::file_time_type since) {
  constexpr std::string_view k_notes = ".gcno";
  std::set<std::string> found;
  const auto look_at = [&](const std::string& path) {
    std::error_code error;
    const auto written = fs::last_write_time(path, error);
    if (!error && written >= since) found.insert(path);
  };
  for (const UnitSources& each : units) {
    if (each.notes.ends_with(k_notes)) look_at(each.notes.substr(0, each.notes.size() - k_notes.size()) + ".gcda");
  }
  for (const std::string& each : directories) look_at(each + "/default.profraw");
  return found;
}

}  // namespace trireme::coverage
