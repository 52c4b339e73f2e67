#include "bisect/bisect.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "bisect/search.h"
#include "bisect/trials.h"
#include "execute/naming.h"

namespace trireme::bisect {

using model::ExitCode;

namespace {

// At once, for those who wait.
void say(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

class Bisection {
 public:
  Bisection(Tests before, model::TestIndex test, const execute::RunSettings& settings, execute::Launcher& launcher)
      : before_(std::move(before)), test_(test), settings_(settings), trials_(settings, launcher, test) {}

  ExitCode run() {
    say(fmt::format("bisecting: {} ran before it", base::counted(before_.size(), "test")));
    const Found found = search(before_, [this](const Tests& before) { return attempt(before); });
    switch (found.answer) {
      case Answer::found: return tell(found.tests);
      case Answer::fails_alone: say("It fails alone: no other test is to blame."); return ExitCode::failed;
      case Answer::not_again: say("It does not fail again."); return ExitCode::nothing_collected;
      case Answer::stopped: break;
    }
    say("interrupted");
    return ExitCode::interrupted;
  }

 private:
  Trial attempt(const Tests& before) {
    const Trial trial = trials_.run(before);
    const std::string where = before.empty() ? "alone" : "after " + base::counted(before.size(), "test");
    if (trial != Trial::stopped || !trials_.text().empty()) say(fmt::format("{}: {}", where, trials_.text()));
    return trial;
  }

  ExitCode tell(const Tests& culprits) const {
    std::vector<std::string> ids;
    for (const model::TestIndex each : culprits) ids.push_back(settings_.collection.tests[each].id);
    say(fmt::format("It fails after {}:", culprits.size() == 1 ? "this test" : "these tests, none of which can be left out"));
    for (const std::string& each : ids) say("  " + base::printable(each));
    ids.push_back(settings_.collection.tests[test_].id);
    say("repeat: " + execute::command_line("-n 0 --isolation=program", ids, settings_.options));
    return ExitCode::ok;
  }

  Tests before_;
  model::TestIndex test_;
  const execute::RunSettings& settings_;
  Trials trials_;
};

base::Result<model::TestIndex> index_of(const std::string& id, const model::Collection& collection) {
  const auto& tests = collection.tests;
  const auto found = std::find_if(tests.begin(), tests.end(), [&](const model::TestCase& each) { return each.id == id; });
  if (found == tests.end()) return base::fail("{} is no more; run its program anew with --report-log", id);
  return static_cast<model::TestIndex>(found - tests.begin());
}

}  // namespace

model::Options options_for(const Recorded& recorded, model::Options options) {
  options = options_for_trials(std::move(options));
  options.paths = recorded.before;
  options.paths.push_back(recorded.id);
  return options;
}

base::Result<ExitCode> bisect(const Recorded& recorded, const execute::RunSettings& settings, execute::Launcher& launcher) {
  Tests before;
  for (const std::string& each : recorded.before) {
    TRY(const model::TestIndex index, index_of(each, settings.collection));
    before.push_back(index);
  }
  TRY(const model::TestIndex test, index_of(recorded.id, settings.collection));
  return Bisection(std::move(before), test, settings, launcher).run();
}

}  // namespace trireme::bisect
