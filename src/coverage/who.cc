#include "coverage/who.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/text.h"
#include "coverage/covered_file.h"
#include "coverage/line_diff.h"
#include "coverage/test_map.h"

namespace trireme::coverage {

namespace {

namespace fs = std::filesystem;

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

// The line of `to` that is the line of `from`, from 1; nullopt: it has changed.
std::optional<std::uint32_t> moved(std::uint32_t line, const std::string& from, const std::string& to) {
  std::int64_t shift = 0;
  for (const Hunk& each : differences(lines_of(from), lines_of(to))) {
    if (each.old_begin >= line) break;
    if (line <= each.old_end) return std::nullopt;
    shift = static_cast<std::int64_t>(each.new_end) - static_cast<std::int64_t>(each.old_end);
  }
  return static_cast<std::uint32_t>(line + shift);
}

// The copies of a source, and who has run it. That of the last run says what the lines' numbers are.
class Copies {
 public:
  Copies(const TestMap& map, const Place& place) : place_(place) {
    std::set<const Revision*> revisions;
    for (const auto& [id, test] : map.tests) revisions.insert(test.revision.get());
    for (const Revision* each : revisions) {
      for (const UnitPtr& unit : each->units) {
        for (const SourcePtr& source : unit->sources) note(source, each->made);
      }
    }
  }
  [[nodiscard]] const SourcePtr& last() const { return last_; }

  // Is the line among those of a copy that were run?
  bool has_run(const LinesRun& lines) {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& entry) {
      const auto& [source, set] = entry;
      if (source->path != place_.path) return false;
      const auto [at, fresh] = lines_.try_emplace(source);
      if (fresh) at->second = source->text == last_->text ? place_.line : moved(place_.line, last_->text, source->text);
      return at->second && set.contains(*at->second);
    });
  }

 private:
  void note(const SourcePtr& source, std::int64_t made) {
    if (source->path != place_.path || made < newest_) return;
    newest_ = made;
    last_ = source;
  }

  const Place& place_;
  std::int64_t newest_ = 0;
  SourcePtr last_;
  std::map<SourcePtr, std::optional<std::uint32_t>> lines_;  // the line, in each copy
};

}  // namespace

base::Result<Answer> who_runs(const std::string& root, const std::string& directory, const std::string& text) {
  TRY(const Place place, parsed(text, directory));
  const std::string path = test_map_path(root);
  if (path.empty()) return base::fail("it is not known which tests run which lines: {}", base::k_no_cache);
  const auto map = read_test_map(path);
  if (!map) return base::fail("the map of tests {}: run them with --cov --cov-context=test", map.error().text);
  if (map->tests.empty())
    return base::fail("it is not known which tests run which lines of this project: run them with --cov --cov-context=test");
  Copies copies(*map, place);
  if (!copies.last()) return base::fail("no test program is made of {}, as far as is known", base::printable(place.path));
  Answer answer;
  std::vector<std::string> tests;
  bool before = false;
  for (const auto& [id, test] : map->tests) {
    if (copies.has_run(test.lines)) tests.push_back(id);
    before = before || copies.has_run(test.revision->before);
  }
  std::sort(tests.begin(), tests.end(), comes_before);
  answer.any = !tests.empty();
  for (const std::string& each : tests) answer.text += base::printable(each) + "\n";
  if (before) answer.text += "(before the tests)\n";
  if (answer.text.empty()) answer.text = fmt::format("no test ran {}\n", base::printable(text));
  const auto source = base::read_file(place.path);
  if (!source || *source != copies.last()->text)
    answer.warning = fmt::format("{} has changed since the tests ran: lines have the numbers that they had then",
                                 base::printable(place.path));
  return answer;
}

}  // namespace trireme::coverage
