#include "coverage/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <future>

#include "base/text.h"
#include "coverage/cobertura.h"
#include "coverage/html.h"
#include "coverage/json.h"
#include "coverage/lcov.h"
#include "coverage/raw_profile.h"
#include "coverage/sqlite_report.h"
#include "coverage/table.h"
#include "events/report_file.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;
using model::CoverageKind;

base::Result<void> make_directory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return base::fail("cannot make the directory {}: {}", path.string(), error.message());
  return {};
}

base::Result<void> write_file(const std::string& path, const std::string& text) {
  if (auto made = make_directory(fs::path(path).parent_path()); !made) return made;
  TRY(events::ReportFile file, events::ReportFile::open(path));
  file.write(text);
  return file.finish();
}

// Where the programs would have written them; below `directory`, if there is one.
base::Result<void> write_gcda(const std::string& directory, const std::vector<Profile>& sums) {
  for (const Profile& each : sums) {
    if (auto written = write_file(directory + each.object, gcda_of(each)); !written) return written;
  }
  return {};
}

base::Result<void> write_profraw(const std::string& directory, const std::vector<Profile>& sums) {
  for (const Profile& each : sums) {
    TRY(const std::string bytes, profraw_of(each));
    if (auto written = write_file(directory + each.object + ".profraw", bytes); !written) return written;
  }
  return {};
}

base::Result<void> write_sqlite(const std::string& path, const Report& report) {
  const auto file = sqlite_file(report);
  return file ? write_file(path, *file) : tl::unexpected(file.error());
}

base::Result<void> write_html(const std::string& directory, const Report& report) {
  for (const HtmlFile& each : html_files(report)) {
    if (auto written = write_file(directory + "/" + each.name, each.make()); !written) return written;
  }
  return {};
}

struct Kind {
  CoverageKind kind;
  const char* said;  // when it is written
  std::function<base::Result<void>(const std::string& path)> write;
};

const char* usual_destination(CoverageKind kind) {
  switch (kind) {
    case CoverageKind::html: return "htmlcov";
    case CoverageKind::xml: return "coverage.xml";
    case CoverageKind::json: return "coverage.json";
    case CoverageKind::markdown: return "coverage.md";
    case CoverageKind::lcov: return "coverage.lcov";
    case CoverageKind::sqlite: return ".coverage";
    case CoverageKind::gcda:
    case CoverageKind::profraw:
    case CoverageKind::term:
    case CoverageKind::term_missing: break;
  }
  return "";
}

using Outputs = std::vector<model::CoverageOutput>;

bool is_asked(const Outputs& outputs, CoverageKind kind) {
  return std::any_of(outputs.begin(), outputs.end(), [&](const model::CoverageOutput& each) { return each.kind == kind; });
}

std::vector<Kind> kinds_of(const Outputs& outputs, const Report& report, const Sums& sums) {
  // Made while others are written.
  const auto text = [&](CoverageKind kind, const char* said, std::string (*make)(const Report&)) -> Kind {
    std::shared_future<std::string> made;
    if (is_asked(outputs, kind)) made = std::async(make, std::cref(report));
    return {kind, said, [made](const std::string& path) { return write_file(path, made.get()); }};
  };
  return {
      {CoverageKind::html, "HTML written to dir", [&](const std::string& path) { return write_html(path, report); }},
      text(CoverageKind::xml, "XML written to file", cobertura_text),
      text(CoverageKind::json, "JSON written to file", json_text),
      text(CoverageKind::markdown, "Markdown information written to file", markdown_table),
      text(CoverageKind::lcov, "LCOV written to file", lcov_text),
      {CoverageKind::sqlite, "data written to file", [&](const std::string& path) { return write_sqlite(path, report); }},
      {CoverageKind::gcda, "counts written as .gcda files",
       [&](const std::string& path) { return write_gcda(path, sums.of_gcc); }},
      {CoverageKind::profraw, "counts written as .profraw files",
       [&](const std::string& path) { return write_profraw(path, sums.of_clang); }},
  };
}

std::string terminal_text(const Outputs& outputs, const Report& report) {
  bool asked = false;
  TableStyle style;
  for (const model::CoverageOutput& each : outputs) {
    if (each.kind != CoverageKind::term && each.kind != CoverageKind::term_missing) continue;
    asked = true;
    style.shows_missing = style.shows_missing || each.kind == CoverageKind::term_missing;
    style.skips_covered = style.skips_covered || !each.detail.empty();
  }
  return asked && !report.files.empty() ? term_table(report, style) : "";
}

}  // namespace

std::vector<std::string> output_paths(const std::vector<model::CoverageOutput>& outputs, const std::string& directory) {
  std::vector<std::string> result;
  for (const CoverageKind each : {CoverageKind::html, CoverageKind::xml, CoverageKind::json, CoverageKind::markdown,
                                  CoverageKind::lcov, CoverageKind::sqlite}) {
    result.push_back((fs::path(directory) / usual_destination(each)).string());
  }
  for (const model::CoverageOutput& each : outputs) {
    if (!each.detail.empty()) result.push_back((fs::path(directory) / each.detail).string());
  }
  return result;
}

Written write_outputs(const std::vector<model::CoverageOutput>& outputs, const std::string& directory, const Report& report,
                      const Sums& sums) {
  Written written{.text = terminal_text(outputs, report)};
  for (const Kind& kind : kinds_of(outputs, report, sums)) {
    for (const model::CoverageOutput& each : outputs) {
      if (each.kind != kind.kind) continue;
      const std::string shown = each.detail.empty() ? usual_destination(kind.kind) : each.detail;
      const std::string path = shown.empty() ? "" : (fs::path(directory) / shown).string();
      if (const auto done = kind.write(path); !done) {
        written.failures.push_back(done.error().text);
      } else {
        written.text += fmt::format("Coverage {}{}{}\n", kind.said, shown.empty() ? "" : " ", base::printable(shown));
      }
    }
  }
  return written;
}

}  // namespace trireme::coverage
