#include "coverage/affected.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/cache_directory.h"
#include "base/text.h"
#include "coverage/changes.h"
#include "coverage/test_map.h"

namespace trireme::coverage {

namespace {

constexpr std::size_t k_most_named = 5;

std::string named(const std::set<std::string>& names) {
  const std::size_t shown = std::min(names.size(), k_most_named);
  const std::string rest = names.size() > shown ? fmt::format(" and {} more", names.size() - shown) : "";
  return fmt::format("{}{}", fmt::join(names.begin(), std::next(names.begin(), static_cast<std::ptrdiff_t>(shown)), ", "),
                     rest);
}

// Which of them are selected, and why.
class Choice {
 public:
  Choice(const TestMap& map, Project& project) : map_(map) {
    for (const auto& [id, test] : map.tests) {
      const auto [at, fresh] = changes_.try_emplace(test.revision);
      if (fresh) at->second = find_changes(*test.revision, project);
      for (const std::string& each : at->second.not_rebuilt) not_rebuilt_.insert(each);
    }
  }

  // Of the tests that were collected alone it is asked whether something touches them.
  bool selects(const std::string& id) {
    const auto known = map_.tests.find(id);
    if (known == map_.tests.end()) return ++fresh_, true;
    const MappedTest& test = known->second;
    const Changes& changes = changes_.at(test.revision);
    if (changes.touch(test)) {
      ++touched_;
      if (const auto program = changes.programs.find(test.program); program != changes.programs.end())
        reasons_[program->second].insert(test.program);
      if (changes.everything && !everything_) everything_ = changes.everything;
      return true;
    }
    failed_ += test.failed ? 1 : 0;
    return test.failed;
  }

  [[nodiscard]] std::string text(std::size_t selected, std::size_t all) const {
    if (everything_ && selected == all) return "affected: everything, since " + *everything_;
    if (selected == 0) return fmt::format("affected: none of {}", base::counted(all, "test"));
    std::vector<std::string> kinds;
    if (touched_ > 0) kinds.push_back(fmt::format("{} by what has changed", touched_));
    if (fresh_ > 0) kinds.push_back(fmt::format("{} not in the map", fresh_));
    if (failed_ > 0) kinds.push_back(fmt::format("{} failed before", failed_));
    std::string text = fmt::format("affected: {} of {} ({})", selected, base::counted(all, "test"), fmt::join(kinds, ", "));
    if (everything_) text += "; since " + *everything_;
    for (const auto& [why, programs] : reasons_) text += fmt::format("; all of {}, since {}", named(programs), why);
    return text;
  }

  [[nodiscard]] std::vector<std::string> warnings() const {
    if (not_rebuilt_.empty()) return {};
    return {fmt::format("what is compiled from {} was not built again since that changed: build first", named(not_rebuilt_))};
  }

 private:
  const TestMap& map_;
  std::map<std::shared_ptr<const Revision>, Changes> changes_;
  std::set<std::string> not_rebuilt_;
  std::size_t touched_ = 0;
  std::size_t fresh_ = 0;
  std::size_t failed_ = 0;
  std::optional<std::string> everything_;
  std::map<std::string, std::set<std::string>> reasons_;  // why all tests of some programs are
};

}  // namespace

base::Result<void> keep_affected(const model::Options& options, model::Collection& collection) {
  if (!options.affected.asked) return {};
  TRY(Project project, Project::open(options));
  const auto everything = [&](const std::string& why) {
    collection.header.push_back("affected: everything, since " + why);
    return base::Result<void>();
  };
  const std::string path = test_map_path(options.root);
  if (path.empty()) return everything(fmt::format("it is not known which test runs what: {}", base::k_no_cache));
  const auto map = read_test_map(path);
  if (!map) return everything("the map of tests " + map.error().text);
  if (map->tests.empty())
    return everything("it is not known which test runs what: a run with --cov --cov-context=test finds out");
  Choice choice(*map, project);
  const std::size_t all = collection.tests.size();
  std::erase_if(collection.tests, [&](const model::TestCase& each) { return !choice.selects(each.id); });
  const std::size_t selected = collection.tests.size();
  collection.deselected += all - selected;
  collection.none_needed = all > 0 && selected == 0 && collection.errors.empty();
  collection.header.push_back(choice.text(selected, all));
  for (std::string& each : choice.warnings()) collection.warnings.push_back(std::move(each));
  return {};
}

}  // namespace trireme::coverage
