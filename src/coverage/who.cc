#include "coverage/who.h"

#include <charconv>
#include <filesystem>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/hash.h"
#include "base/text.h"
#include "coverage/sqlite_report.h"
#include "events/report_file.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

// "" when there is no place for it.
std::string tests_path(const std::string& root) {
  const std::string directory = base::cache_directory("coverage");
  return directory.empty() ? "" : directory + "/" + base::hash(root) + ".sqlite";
}

struct Place {
  std::string path;
  std::uint32_t line = 0;
};

base::Result<Place> parsed(const std::string& text, const std::string& directory) {
  Place place;
  const std::size_t colon = text.rfind(':');
  const char* const end = text.data() + text.size();
  const char* const digits = colon == std::string::npos ? end : text.data() + colon + 1;
  const auto [rest, error] = std::from_chars(digits, end, place.line);
  if (error != std::errc() || rest != end || place.line == 0)
    return base::fail("trireme cov who takes a line of a source, as in src/parser.cc:120, and not {}", base::printable(text));
  std::error_code unknown;
  place.path = fs::weakly_canonical(fs::path(directory) / text.substr(0, colon), unknown).string();
  return place;
}

}  // namespace

base::Result<void> keep_tests(const std::string& root, const Report& report) {
  TRY(const std::string bytes, sqlite_file(report));
  TRY(events::ReportFile file, events::ReportFile::open(tests_path(root)));
  file.write(bytes);
  return file.finish();
}

base::Result<Answer> who_runs(const std::string& root, const std::string& directory, const std::string& text) {
  TRY(const Place place, parsed(text, directory));
  const auto file = base::read_file(tests_path(root));
  if (!file)
    return base::fail("it is not known which tests run which lines of this project: run them with --cov --cov-context=test");
  TRY(const Coverers found, coverers(*file, place.path, place.line));
  Answer answer{.any = !found.tests.empty()};
  for (const std::string& each : found.tests) answer.text += base::printable(each) + "\n";
  if (found.before) answer.text += "(before the tests)\n";
  if (answer.text.empty()) answer.text = fmt::format("no test ran {}\n", base::printable(text));
  const auto source = base::read_file(place.path);
  if (!source || base::hash(*source) != found.hash)
    answer.warning = fmt::format("{} has changed since the tests ran: lines have the numbers that they had then",
                                 base::printable(place.path));
  return answer;
}

}  // namespace trireme::coverage
