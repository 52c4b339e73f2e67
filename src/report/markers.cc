#include "report/markers.h"

#include <unistd.h>

#include <set>

#include "report/screen.h"
#include "report/style.h"

namespace trireme::report {

std::string markers_text(const model::Options& options) {
  std::string text;
  std::set<std::string> seen;
  for (const model::MarkDeclaration& mark : options.markers) {
    seen.insert(mark.name);
    text += one_line(mark.name) + (mark.description.empty() ? "" : ": " + one_line(mark.description)) + "\n";
  }
  for (const model::TestRule& rule : options.rules) {
    for (const std::string& mark : rule.marks) {
      if (seen.insert(mark).second) text += one_line(mark) + ": not declared in markers\n";
    }
  }
  if (!text.empty()) return text;
  return "no markers: declare them in trireme.toml, as markers = [\"slow: takes over a second\"]\n";
}

model::ExitCode show_markers(const model::Options& options) {
  Screen screen(STDOUT_FILENO);
  screen.print(markers_text(options));
  screen.show();
  return screen.error() == 0 ? model::ExitCode::ok : model::ExitCode::internal;
}

}  // namespace trireme::report
