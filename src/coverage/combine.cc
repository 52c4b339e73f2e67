#include "coverage/combine.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/in_parallel.h"
#include "base/text.h"
#include "coverage/unit.h"

namespace trireme::coverage {

namespace {

class Combination {
 public:
  Combination(const std::vector<UnitFiles>& units, Sources& sources, std::optional<model::CoverageBranches> which)
      : units_(units), sources_(sources), which_(which) {}

  void run(int threads) {
    base::in_parallel(threads, units_.size(), [this](const base::Next& next) { work(next); });
  }

  Combined take() {
    std::set<std::uint32_t> left_out = result_.changed;
    for (const std::uint32_t each : changed_unlinked_) {
      if (!result_.files.contains(each)) left_out.insert(each);
    }
    for (const std::uint32_t each : left_out) {
      if (sources_.all()[each].is_reported) problems_.insert(said_of_changed(sources_.all()[each]));
    }
    result_.problems.assign(problems_.begin(), problems_.end());
    std::sort(result_.sums.begin(), result_.sums.end(), [](const Profile& a, const Profile& b) { return a.object < b.object; });
    return std::move(result_);
  }

 private:
  void work(const base::Next& next) {
    std::string memory;
    while (const auto at = next()) add(units_[*at], read_unit(units_[*at], sources_, which_, memory));
  }

  void add(const UnitFiles& files, UnitResult&& unit) {
    const std::lock_guard lock(mutex_);
    result_.units.push_back({files.notes, files.object, std::move(unit.sources), unit.is_whole, {}, {}});
    for (const ContextLines& each : unit.by_context) result_.units.back().contexts.insert(each.context);
    for (auto& [number, lines] : unit.files) {
      if (const auto [at, fresh] = result_.files.try_emplace(number, std::move(lines)); !fresh) at->second.add(lines);
    }
    for (const ContextLines& each : unit.by_context) result_.by_context[each.number][each.context].add(each.lines);
    (unit.sum ? result_.changed : changed_unlinked_).insert(unit.changed.begin(), unit.changed.end());
    problems_.insert(unit.problems.begin(), unit.problems.end());
    if (unit.sum) result_.sums.push_back(*std::move(unit.sum));
    if (unit.version) result_.compilers.insert(unit.version->described());
  }

  const std::vector<UnitFiles>& units_;
  Sources& sources_;
  std::optional<model::CoverageBranches> which_;
  std::mutex mutex_;
  Combined result_;
  std::set<std::uint32_t> changed_unlinked_;  // what no test has linked may be old: others may say all there is to say
  std::set<std::string> problems_;
};

}  // namespace

std::string said_of_changed(const Source& source) {
  return fmt::format("{} has changed since it was compiled, and is left out: build again", source.name);
}

Combined combine(const Counts& counts, const std::vector<std::string>& notes, Sources& sources,
                 std::optional<model::CoverageBranches> which, int threads) {
  const std::vector<UnitFiles> units = find_units(counts, which ? notes : std::vector<std::string>());
  Combination combination(units, sources, which);
  combination.run(threads);
  return combination.take();
}

}  // namespace trireme::coverage
