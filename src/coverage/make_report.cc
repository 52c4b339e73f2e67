#include "coverage/make_report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "base/fd.h"
#include "base/in_parallel.h"
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
    if (!kept.bytes().empty()) result[context == k_earlier_run ? 0 : context].add(kept);
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

class Making {
 public:
  Making(Combined& combined, const Sources& sources, const ReportSettings& settings)
      : combined_(combined), sources_(sources), settings_(settings) {
    for (auto& [number, lines] : combined.files) {
      if (sources.all()[number].is_reported) wanted_.push_back({number, &lines});
    }
    files_.resize(wanted_.size());
    problems_.resize(wanted_.size());
  }

  std::vector<CoveredFile> take_files() {
    base::in_parallel(settings_.threads, wanted_.size(), [this](const base::Next& next) {
      while (const auto at = next()) make(*at);
    });
    for (std::string& each : problems_) {
      if (!each.empty()) combined_.problems.push_back(std::move(each));
    }
    return std::move(files_);
  }

 private:
  void make(std::size_t at) {
    const auto [number, lines] = wanted_[at];
    const Source& source = sources_.all()[number];
    files_[at] = covered_file(source, std::move(*lines), exclusions(source, problems_[at]), settings_.has_branches);
    const auto contexts = combined_.by_context.find(number);
    if (contexts != combined_.by_context.end()) files_[at].by_context = only(contexts->second, files_[at].lines);
  }

  [[nodiscard]] Exclusions exclusions(const Source& source, std::string& problem) const {
    const auto text = base::read_file(source.path);
    if (!text) {
      problem = fmt::format("{} cannot be read, so nothing of it is excluded or shown", source.name);
      return {};
    }
    Exclusions found = find_exclusions(*text, settings_.excluded);
    if (found.unended != 0)
      problem = fmt::format("{}:{}: a marker for exclusion starts here and never stops", source.name, found.unended);
    return found;
  }

  Combined& combined_;
  const Sources& sources_;
  const ReportSettings& settings_;
  std::vector<std::pair<std::uint32_t, FileLines*>> wanted_;
  std::vector<CoveredFile> files_;     // as wanted_
  std::vector<std::string> problems_;  // … "": none
};

}  // namespace

Report make_report(Combined& combined, const Sources& sources, const ReportSettings& settings) {
  Report report{.root = settings.root, .has_branches = settings.has_branches, .precision = settings.precision};
  report.contexts = settings.contexts;
  report.compiler = fmt::format("{}", fmt::join(combined.compilers, ", "));
  report.time = std::time(nullptr);
  report.files = Making(combined, sources, settings).take_files();
  for (const CoveredFile& each : report.files) report.total += each.numbers();
  std::sort(report.files.begin(), report.files.end(),
            [](const CoveredFile& a, const CoveredFile& b) { return comes_before(a.name, b.name); });
  return report;
}

}  // namespace trireme::coverage
