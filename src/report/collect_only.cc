#include "report/collect_only.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iterator>

#include "base/text.h"
#include "report/failure_text.h"
#include "report/screen.h"
#include "report/style.h"
#include "report/summary.h"

namespace trireme::report {

namespace {

using model::Collection;
using model::ExitCode;
using model::TestCase;

std::string list_text(const Collection& collection) {
  std::string text;
  for (const TestCase& test : collection.tests) text += one_line(test.id) + "\n";
  return text;
}

std::string tree_text(const Collection& collection) {
  std::string text;
  std::string binary;
  std::string suite;
  for (const TestCase& test : collection.tests) {
    const std::string& own = collection.binaries[collection.launches[test.launch].binary].name;
    if (own != binary || text.empty()) {
      fmt::format_to(std::back_inserter(text), "<Binary {}>\n", one_line(own));
      binary = own;
      suite.clear();
    }
    if (test.suite != suite) fmt::format_to(std::back_inserter(text), "  <Suite {}>\n", one_line(test.suite));
    suite = test.suite;
    fmt::format_to(std::back_inserter(text), "    <Test {}>\n", one_line(test.name));
  }
  return text;
}

// pytest's: "5 tests collected", "2/5 tests collected (3 deselected)", "no tests collected (3 deselected)".
std::string count_text(const Collection& collection) {
  const std::size_t selected = collection.tests.size();
  const std::size_t all = selected + collection.deselected;
  std::string text = base::counted(selected, "test") + " collected";
  if (selected == 0) text = "no tests collected";
  if (selected > 0 && selected < all) text = fmt::format("{}/{} collected", selected, base::counted(all, "test"));
  if (collection.deselected > 0) text += fmt::format(" ({} deselected)", collection.deselected);
  if (!collection.errors.empty()) text += ", " + base::counted(collection.errors.size(), "error");
  return text;
}

ExitCode exit_code(const Collection& collection) {
  if (!collection.errors.empty()) return ExitCode::interrupted;
  return collection.tests.empty() && !collection.none_needed ? ExitCode::nothing_collected : ExitCode::ok;
}

}  // namespace

std::string collection_text(const model::Options& options, const Collection& collection, double seconds) {
  const Style style = style_for(options.color);
  const bool quiet = options.verbosity < 0;
  std::string text;
  for (const auto* warnings : {&options.warnings, &collection.warnings}) {
    for (const std::string& warning : *warnings) text += "warning: " + one_line(warning) + "\n";
  }
  for (const std::string& line : collection.header) text += quiet ? "" : one_line(line) + "\n";
  if (options.verbosity > -2) text += quiet ? list_text(collection) : tree_text(collection);
  for (const auto& error : collection.errors) text += collection_error_text({error.path, error.text}, style);
  const std::string last = count_text(collection) + " " + took(seconds);
  return text + (quiet ? "\n" + last + "\n" : "\n" + style.rule('=', last));
}

ExitCode show_collection(const model::Options& options, const Collection& collection, double seconds) {
  Screen screen(STDOUT_FILENO);
  screen.print(collection_text(options, collection, seconds));
  screen.show();
  return screen.error() == 0 ? exit_code(collection) : ExitCode::internal;
}

}  // namespace trireme::report
