#include "coverage/make_report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <set>
#include <utility>

#include "base/fd.h"
#include "coverage/exclusions.h"

namespace trireme::coverage {

namespace {

// Of the lines that are reported.
std::map<Context, LineSet> only(const std::map<Context, LineSet>& by_context, const std::vector<CoveredLine>& lines) {
  std::map<Context, LineSet> result;
  for (const auto& [context, all] : by_context) {
    LineSet kept;
    for (const CoveredLine& each : lines) {
      if (all.contains(each.number)) kept.add(each.number);
    }
    if (!kept.bytes().empty()) result.emplace(context, std::move(kept));
  }
  return result;
}

Branches flat(const Line& line) {
  Branches all;
  for (const Branches& each : line.groups) all.insert(all.end(), each.begin(), each.end());
  return all;
}

CoveredFile covered_file(const Source& source, FileLines&& known, const Exclusions& exclusions, bool has_branches) {
  CoveredFile file{.name = source.name, .path = source.path};
  for (const auto& [number, line] : known.lines) {
    if (exclusions.lines.contains(number)) {
      file.excluded.push_back(number);
      continue;
    }
    CoveredLine covered{number, line.count, {}};
    if (has_branches && !exclusions.branches.contains(number)) covered.branches = flat(line);
    file.lines.push_back(std::move(covered));
  }
  for (auto& [key, function] : known.functions) {
    if (!exclusions.lines.contains(function.start_line)) file.functions.push_back(std::move(function));
  }
  return file;
}

}  // namespace

Report make_report(Combined& combined, const Sources& sources, const ReportSettings& settings) {
  Report report{.root = settings.root, .has_branches = settings.has_branches, .precision = settings.precision};
  report.contexts = settings.contexts;
  std::set<std::string> compilers = combined.clang_versions;
  if (combined.version) compilers.insert(combined.version->described());
  report.compiler = fmt::format("{}", fmt::join(compilers, ", "));
  report.time = std::time(nullptr);
  for (auto& [number, lines] : combined.files) {
    const Source& source = sources.all()[number];
    if (!source.is_reported) continue;
    Exclusions exclusions;
    if (const auto text = base::read_file(source.path)) {
      exclusions = find_exclusions(*text, settings.excluded);
    } else {
      combined.problems.push_back(fmt::format("{} cannot be read, so nothing of it is excluded or shown", source.name));
    }
    if (exclusions.unended != 0) {
      combined.problems.push_back(
          fmt::format("{}:{}: a marker for exclusion starts here and never stops", source.name, exclusions.unended));
    }
    report.files.push_back(covered_file(source, std::move(lines), exclusions, settings.has_branches));
    report.files.back().by_context = only(combined.by_context[number], report.files.back().lines);
    report.total += report.files.back().numbers();
  }
  std::sort(report.files.begin(), report.files.end(),
            [](const CoveredFile& a, const CoveredFile& b) { return comes_before(a.name, b.name); });
  return report;
}

}  // namespace trireme::coverage
