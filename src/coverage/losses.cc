#include "coverage/losses.h"

#include <fmt/format.h>

#include <algorithm>

#include "coverage/naming.h"

namespace trireme::coverage {

namespace {

// By its name, which GoogleTest asks for. What it has killed, in a process that was executed, cannot have told what it ran.
bool is_death_test(const std::string& id) {
  const std::size_t suite = id.rfind("::");
  const std::size_t test = id.rfind('.');
  return suite != std::string::npos && test != std::string::npos && suite < test &&
         id.substr(suite, test - suite).find("DeathTest") != std::string::npos;
}

// The tests that are of none of these programs.
std::set<std::string> of_others(std::set<std::string> ids, const std::vector<std::string>& programs) {
  std::erase_if(ids, [&](const std::string& id) {
    return std::any_of(programs.begin(), programs.end(), [&](const std::string& each) { return id.starts_with(each + "::"); });
  });
  return ids;
}

}  // namespace

void Losses::add(Found found, const std::vector<std::string>& tests) {
  damaged_ = damaged_ || found == Found::damaged;
  const bool misses_some = found == Found::damaged || found == Found::lost;
  for (const std::string& each : tests) {
    const bool was_executed = found == Found::nothing && is_death_test(each);
    if (was_executed) executed_death_tests_.insert(each);
    if (misses_some || was_executed) lost_.insert(each);
  }
  if (found == Found::lost) uncounted_.insert(tests.begin(), tests.end());
}

void Losses::add_early_end(Found found, const std::vector<std::string>& ids) {
  if (found == Found::nothing) cut_short_.insert(ids.begin(), ids.end());
  if (found == Found::some || found == Found::lost) partly_cut_short_.insert(ids.begin(), ids.end());
  if (found != Found::all) lost_.insert(ids.begin(), ids.end());
}

void Losses::add_killed(const KilledPrograms& programs, const std::vector<std::string>& tests) {
  for (const std::string& each : programs.names) killed_[each].insert(tests.begin(), tests.end());
  if (!programs.has_unnamed) return;
  unnamed_.insert(tests.begin(), tests.end());
  lost_.insert(tests.begin(), tests.end());
}

// Of those programs that count: each test that lost some, with their name.
std::vector<std::string> Losses::take_killed(const std::vector<std::string>& directories) {
  std::set<std::string> names;
  for (const auto& [name, tests] : killed_) names.insert(name);
  std::vector<std::string> result;
  for (const std::string& name : instrumented_among(names, directories)) {
    for (const std::string& test : killed_[name]) result.push_back(fmt::format("{} ({})", test, name));
    lost_.merge(killed_[name]);
  }
  return result;
}

std::vector<std::string> Losses::told(const Instrumented& instrumented) {
  std::vector<std::string> told;
  const std::vector<std::string> killed = take_killed(instrumented.directories);
  if (damaged_) told.emplace_back("a part of what was counted is lost: a test has overwritten it");
  if (!cut_short_.empty()) {
    told.push_back("what the processes of these tests ran is not counted, since they were killed or ended early: " +
                   named(cut_short_));
  }
  if (!uncounted_.empty()) {
    told.push_back("there was no room for all that these tests counted, and some is lost: " + named(uncounted_));
  }
  if (!killed.empty()) {
    told.push_back(
        "these tests started a program, as death tests of the style \"threadsafe\" start their own, and a signal ended it: "
        "what it ran is not counted: " +
        named(killed));
  }
  if (!unnamed_.empty()) {
    told.push_back(
        "these tests ran a shell, as by system() or popen(), that told of a program which a signal ended: if it counts, "
        "what it ran is not counted: " +
        named(unnamed_));
  }
  const std::set<std::string> executed = of_others(executed_death_tests_, instrumented.without);
  if (!executed.empty()) {
    told.push_back(
        "these death tests were executed and not forked, and what their processes ran that a signal ended is not counted: " +
        named(executed));
  }
  if (!partly_cut_short_.empty()) {
    told.push_back(
        "these tests were killed or ended early, and what they ran in some library that they had loaded, or process that they "
        "had forked, is not counted: " +
        named(partly_cut_short_));
  }
  return told;
}

}  // namespace trireme::coverage
