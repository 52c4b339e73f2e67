#include "execute/repeats.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "execute/naming.h"

namespace trireme::execute {

using model::Outcome;
using model::TestFinished;

namespace {

// As the reports show it.
std::string failure_text(const TestFinished& result) {
  std::string text = result.reason;
  for (const model::Failure& each : result.failures) text += "\n" + model::located(each);
  return base::printable(text);
}

bool may_repeat_any(const model::Collection& collection, const model::Options& options) {
  return options.confirm_failures ||
         std::any_of(collection.tests.begin(), collection.tests.end(), [](const auto& test) { return test.reruns > 0; });
}

TestFinished but(TestFinished failed, const std::string& what) {
  failed.reason = failed.reason.empty() ? what : what + "; " + failed.reason;
  return failed;
}

void append(std::vector<model::Failure>& to, const model::ProcessFailed& set_up) {
  to.push_back({"", 0, set_up.text});
  to.insert(to.end(), set_up.failures.begin(), set_up.failures.end());
}

}  // namespace

Repeats::Repeats(const model::Collection& collection, const model::Options& options, const Stopping& stopping)
    : collection_(collection), options_(options), stopping_(stopping) {
  for (const std::string& each : options.only_rerun) {
    if (auto regex = base::Regex::compile(each)) only_.push_back(*std::move(regex));
  }
  if (may_repeat_any(collection, options)) tests_.emplace(collection);
}

bool Repeats::hold(const model::TestEnded& ended) {
  if (has_failed_before(ended.test.id)) return true;
  if (!tests_ || stopping_.stop() || !model::is_bad(ended.outcome)) return false;
  if (!options_.confirm_failures && reruns_of(ended.test) == 0) return false;
  held_.insert(ended.test.id);
  return true;
}

std::vector<Attempt> Repeats::attempts(std::vector<TestFinished>&& results, int worker, bool forked) const {
  std::optional<Company> company;
  if (options_.confirm_failures) company.emplace(results, *tests_);
  std::vector<Attempt> attempts;
  for (TestFinished& each : results) {
    Attempt attempt{std::move(each), {}, worker, forked};
    if (company && model::is_bad(attempt.result.outcome)) attempt.ran_before = company->before(attempt.result);
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

void Repeats::take_over_set_ups(std::vector<Attempt>& attempts, std::vector<model::ProcessFailed>& failed) const {
  std::erase_if(failed, [&](const model::ProcessFailed& each) {
    std::vector<std::pair<Attempt*, Attempt>> taken;
    for (Attempt& attempt : attempts) {
      const model::TestName& test = attempt.result.test;
      const bool its_own = each.id == test.binary || each.id == test.binary + "::" + test.suite;
      if (attempt.result.outcome != Outcome::error || !its_own) continue;
      Attempt with = attempt;
      append(with.result.failures, each);
      if (next(with) == Next::nothing) return false;
      taken.emplace_back(&attempt, std::move(with));
    }
    for (auto& [attempt, with] : taken) *attempt = std::move(with);
    return !taken.empty();
  });
}

bool Repeats::matches(const TestFinished& result) const {
  if (only_.empty()) return true;
  const std::string text = failure_text(result);
  return std::any_of(only_.begin(), only_.end(), [&](const base::Regex& each) { return each.is_in(text); });
}

Repeats::Next Repeats::next(const Attempt& attempt) const {
  if (!tests_ || stopping_.stop() || !model::is_bad(attempt.result.outcome)) return Next::nothing;
  const auto found = open_.find(attempt.result.test.id);
  // Reruns, which are executed then, tell as much of what had no company.
  const bool may_be_confirmed = !attempt.ran_before.empty() || (attempt.forked && reruns_of(attempt.result.test) == 0);
  if (options_.confirm_failures && found == open_.end() && may_be_confirmed) return Next::confirmation;
  const int done = found == open_.end() ? 0 : found->second.reruns;
  return done < reruns_of(attempt.result.test) && matches(attempt.result) ? Next::rerun : Next::nothing;
}

std::vector<model::Event> Repeats::conclude(Attempt attempt, double now) {
  const std::string id = attempt.result.test.id;
  const Next next = this->next(attempt);
  std::vector<model::Event> events;
  const auto found = open_.find(id);
  // The tests before it are not to blame; so that was an attempt as any other.
  if (found != open_.end() && model::is_bad(attempt.result.outcome) && std::exchange(found->second.confirming, false)) {
    events.emplace_back(rerun(found->second));
  }
  if (next == Next::nothing) {
    events.emplace_back(last_word(std::move(attempt.result)));
    open_.erase(id);
    return events;
  }
  remember(std::move(attempt), next, now);
  if (next == Next::rerun) events.emplace_back(rerun(open_[id]));
  return events;
}

void Repeats::remember(Attempt&& attempt, Next next, double now) {
  const bool confirms = next == Next::confirmation;
  planned_.push_back({(*tests_)(attempt.result.test), attempt.worker, confirms ? now : now + options_.reruns_delay});
  Open& open = open_[attempt.result.test.id];
  ++open.attempts;
  ++(confirms ? open.confirmations : open.reruns);
  open.confirming = confirms;
  if (confirms) open.ran_before = std::move(attempt.ran_before);
  open.last = std::move(attempt.result);
}

int Repeats::most_attempts(const Open& open) const { return 1 + open.confirmations + reruns_of(open.last.test); }

model::TestRerun Repeats::rerun(const Open& open) const { return {open.last, open.attempts, most_attempts(open)}; }

TestFinished Repeats::last_word(TestFinished&& result) const {
  const auto found = open_.find(result.test.id);
  if (found == open_.end() || model::is_bad(result.outcome)) return std::move(result);
  const Open& open = found->second;
  const std::string attempt = fmt::format("at attempt {} of {}", open.attempts + 1, most_attempts(open));
  // Skipped or stopped: nothing has shown that it can pass.
  if (result.outcome != Outcome::passed) return but(open.last, fmt::format("{} {}", outcome_name(result.outcome), attempt));
  if (open.confirming && open.ran_before.empty())
    return but(open.last, "passes when its program is executed and not forked (--launcher=exec)");
  if (open.confirming) {
    TestFinished failed = but(open.last, "passes alone");
    failed.ran_before = open.ran_before;
    const std::string log = options_.report_log.empty() ? "LOG" : base::shell_quoted(options_.report_log);
    failed.repeat_command = command_line("bisect --report-log=" + log, {failed.test.id}, options_);
    return failed;
  }
  result.outcome = Outcome::flaky;
  result.reason = "passed " + attempt;
  return std::move(result);
}

std::vector<Repeats::Planned> Repeats::take_due(double now) {
  if (stopping_.stop()) return {};
  const auto due =
      std::stable_partition(planned_.begin(), planned_.end(), [now](const Planned& each) { return each.due > now; });
  std::vector<Planned> taken(due, planned_.end());
  planned_.erase(due, planned_.end());
  return taken;
}

std::vector<TestFinished> Repeats::take_standing() {
  std::vector<TestFinished> standing;
  for (auto& [id, open] : std::exchange(open_, {})) standing.push_back(but(std::move(open.last), "not run again"));
  return standing;
}

}  // namespace trireme::execute
