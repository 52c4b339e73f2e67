// Tests that run more than once: --reruns and --confirm-failures. Says after each attempt whether another one follows, and
// what stands when it does not come any more.
//
// A failure of a test that was not its process's first is confirmed before anything else, alone and through exec. If the test
// passes there, the tests before it are to blame; it has failed, and reruns, which are alone too, would only hide that. If it
// fails again, its reruns follow.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/regex.h"
#include "execute/company.h"
#include "execute/stopping.h"
#include "model/event.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::execute {

// What came of a test in one process.
struct Attempt {
  model::TestFinished result;
  std::vector<std::string> ran_before;  // ids of the tests that ran before it in that process, in order
  int worker = 0;
  bool forked = false;  // that process was not executed
};

class Repeats {
 public:
  // All outlive this. The expressions have been checked. When the run stops, nothing is repeated any more.
  Repeats(const model::Collection& collection, const model::Options& options, const Stopping& stopping);

  // May any test run again? Else nothing of what follows has an effect.
  [[nodiscard]] bool possible() const { return tests_.has_value(); }
  // Is this, of which a running process tells, perhaps not the last word? Then what comes of the test stands even if the run
  // stops first.
  bool hold(const model::TestEnded& ended);
  // It was held, or an attempt of it has failed.
  [[nodiscard]] bool knows(const std::string& id) const { return held_.count(id) > 0 || has_failed_before(id); }
  [[nodiscard]] bool has_failed_before(const std::string& id) const { return open_.count(id) > 0; }

  // One attempt for each result of a process.
  std::vector<Attempt> attempts(std::vector<model::TestFinished>&& results, int worker, bool forked) const;
  // The failure of a set-up becomes its tests' own where all of them run again, and is taken out of `failed`.
  void take_over_set_ups(std::vector<Attempt>& attempts, std::vector<model::ProcessFailed>& failed) const;
  // What is to be told: a TestRerun for an attempt that was not the last, TestFinished for the last. Another attempt is planned
  // for `now` or later.
  std::vector<model::Event> conclude(Attempt attempt, double now);

  struct Planned {
    model::TestIndex test = 0;
    int worker = 0;
    double due = 0;
  };
  // Takes the planned attempts whose time has come, in order.
  std::vector<Planned> take_due(double now);
  [[nodiscard]] bool any_planned() const { return !stopping_.stop() && !planned_.empty(); }
  // Must the next attempt of this test be executed, and not forked?
  [[nodiscard]] bool is_executed_next(const std::string& id) const {
    return options_.confirm_failures && has_failed_before(id);
  }

  // For the end of the run: the last attempts of tests that did not get another.
  std::vector<model::TestFinished> take_standing();

 private:
  enum class Next { nothing, confirmation, rerun };
  // A test that has failed and is not done with.
  struct Open {
    model::TestFinished last;
    std::vector<std::string> ran_before;  // of its first attempt
    int attempts = 0;
    int reruns = 0;
    int confirmations = 0;
    bool confirming = false;
  };

  [[nodiscard]] int reruns_of(const model::TestName& test) const { return collection_.tests[(*tests_)(test)].reruns; }
  [[nodiscard]] bool matches(const model::TestFinished& result) const;
  [[nodiscard]] Next next(const Attempt& attempt) const;
  void remember(Attempt&& attempt, Next next, double now);
  [[nodiscard]] int most_attempts(const Open& open) const;
  [[nodiscard]] model::TestRerun rerun(const Open& open) const;
  model::TestFinished last_word(model::TestFinished&& result) const;

  const model::Collection& collection_;
  const model::Options& options_;
  const Stopping& stopping_;
  std::vector<base::Regex> only_;
  std::optional<TestsByName> tests_;  // none when nothing is ever repeated
  std::map<std::string, Open> open_;  // by id
  std::set<std::string> held_;        // ids
  std::vector<Planned> planned_;
};

}  // namespace trireme::execute
