#include "report/header.h"

#include <fmt/format.h>

#include "base/text.h"

namespace trireme::report {

namespace {

std::string place_text(const model::RunStarted& run) {
  std::string text = "rootdir: " + one_line(run.root);
  if (run.config_file.empty()) return text + "\n";
  const std::string inside = run.root + "/";
  const std::size_t skipped = run.config_file.starts_with(inside) ? inside.size() : 0;
  return text + ", configfile: " + one_line(run.config_file.substr(skipped)) + "\n";
}

// pytest's words for a serial run, pytest-xdist's for a parallel one.
std::string work_text(const model::RunStarted& run) {
  if (run.serial) {
    const std::string collected = "collected " + base::counted(run.selected + run.deselected, "item");
    if (run.deselected == 0) return collected + "\n";
    return fmt::format("{} / {} deselected / {} selected\n", collected, run.deselected, run.selected);
  }
  const std::string deselected = run.deselected > 0 ? fmt::format(" / {} deselected", run.deselected) : "";
  const auto workers = static_cast<std::size_t>(run.workers);
  return fmt::format("{} [{}{}]\n", base::counted(workers, "worker"), base::counted(run.selected, "item"), deselected);
}

}  // namespace

std::string header_text(const model::RunStarted& run, bool brief, const Style& style) {
  std::string text;
  if (!brief) {
    text = style.rule('=', "trireme " + one_line(run.version), Paint::bold) + place_text(run);
    for (const std::string& line : run.header) text += one_line(line) + "\n";
    text += work_text(run);
  }
  for (const std::string& warning : run.warnings) {
    text += style.paint(Paint::yellow, "warning: " + one_line(warning)) + "\n";
  }
  return text;
}

}  // namespace trireme::report
