#include "options/reports.h"

#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "base/text.h"

namespace trireme::options {

namespace {

namespace fs = std::filesystem;

bool is_one_file(model::CoverageKind kind) {
  using model::CoverageKind;
  return kind == CoverageKind::xml || kind == CoverageKind::json || kind == CoverageKind::markdown ||
         kind == CoverageKind::lcov || kind == CoverageKind::sqlite;
}

// The file at the end of links, also if it is not there yet; "" for what is no file.
std::string real_file(const model::Options& options, const std::string& path) {
  std::error_code unknown;
  const fs::path whole = fs::absolute(fs::path(options.directory) / path, unknown);
  const fs::file_status status = fs::status(whole, unknown);
  if (fs::exists(status) && !fs::is_regular_file(status)) return "";
  const fs::path real = fs::weakly_canonical(whole, unknown);
  return (real.empty() ? whole.lexically_normal() : real).string();
}

using Named = std::pair<std::string, std::string>;  // what the user said, and its path

std::vector<Named> files(const model::Options& options, const std::string& read) {
  std::vector<Named> result{{"the log to read", read}, {"--report-log", options.report_log}, {"--junitxml", options.junitxml}};
  if (!options.coverage.wanted()) return result;
  for (const model::CoverageOutput& each : options.coverage.outputs.value_or(std::vector<model::CoverageOutput>())) {
    if (is_one_file(each.kind)) result.emplace_back("--cov-report", each.detail);
  }
  return result;
}

}  // namespace

base::Result<void> check_reports(const model::Options& options, const std::string& read) {
  std::map<std::string, std::string> taken;
  for (const auto& [name, path] : files(options, read)) {
    const std::string file = path.empty() ? "" : real_file(options, path);
    if (file.empty()) continue;
    const auto [first, fresh] = taken.try_emplace(file, name);
    if (!fresh)
      return base::fail("{} and {} are the same file, {}: name another one", first->second, name, base::printable(path));
  }
  return {};
}

}  // namespace trireme::options
