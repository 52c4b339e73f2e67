#include "execute/outcomes.h"

#include <algorithm>
#include <utility>

namespace trireme::execute {

using model::Outcome;

Outcomes::Outcomes(const RunSettings& settings, events::Sink& sink, Stopping& stopping, Repeats& repeats)
    : settings_(settings), sink_(sink), stopping_(stopping), repeats_(repeats), workers_(settings.options) {}

void Outcomes::open(const model::RunStarted& opening) {
  emit(opening);
  const auto& errors = settings_.collection.errors;
  for (const model::CollectionError& error : errors) emit(model::CollectionFailed{error.path, error.text});
  if (!errors.empty() && !settings_.options.continue_on_collection_errors) stopping_.on_collection_errors(errors.size());
  report_disabled();
}

void Outcomes::hear(model::Event event) {
  const auto* ended = std::get_if<model::TestEnded>(&event);
  if (ended == nullptr) return emit(std::move(event));
  const bool failed = model::is_bad(ended->outcome);
  // GoogleTest "skips" the rest of a batch after a failure (--gtest_fail_fast): only its report tells these from skips.
  if (stopping_.past_limit() && ended->outcome != Outcome::passed) return;
  if (repeats_.hold(*ended)) return;
  const std::string id = failed ? ended->test.id : "";
  emit(std::move(event));
  if (failed) stopping_.count_failure(id);
}

void Outcomes::settle(BatchResult&& result, std::size_t worker) {
  if (repeats_.possible()) {
    settle_attempts(result, worker);
  } else {
    for (model::TestFinished& finished : result.finished) finish(std::move(finished), false);
  }
  for (model::ProcessFailed& failed : result.failed) {
    if (stopping_.past_limit()) continue;
    emit(std::move(failed));
    stopping_.count_failure();
  }
  for (model::Leaky& leaky : result.leaky) report(std::move(leaky));
}

void Outcomes::settle_attempts(BatchResult& result, std::size_t worker) {
  std::vector<Attempt> attempts = repeats_.attempts(std::move(result.finished), static_cast<int>(worker), result.forked);
  repeats_.take_over_set_ups(attempts, result.failed);
  for (Attempt& attempt : attempts) {
    const bool stands = repeats_.knows(attempt.result.test.id);
    for (model::Event& event : repeats_.conclude(std::move(attempt), settings_.now())) {
      auto* finished = std::get_if<model::TestFinished>(&event);
      finished == nullptr ? emit(std::move(event)) : finish(std::move(*finished), stands);
    }
  }
}

void Outcomes::report(model::Leaky leaky) {
  if (!settings_.options.fail_on_leaky || stopping_.past_limit()) return emit(std::move(leaky));
  const std::string id = leaky.id.empty() ? "the run" : leaky.id;
  emit(model::ProcessFailed{.id = id, .worker = std::move(leaky.worker), .text = "leaky: " + leaky.text});
  stopping_.count_failure();
}

// `stands`: it had failed before the run was to stop, perhaps in an earlier attempt.
void Outcomes::finish(model::TestFinished&& finished, bool stands) {
  if (finished.outcome == Outcome::not_run && stopping_.stop()) finished.outcome = stopping_.stop()->waiting;
  const bool bad = model::is_bad(finished.outcome);
  const std::string id = bad ? finished.test.id : "";
  const bool surplus = bad && !stands && stopping_.past_limit() && !stopping_.is_counted(id);
  if (surplus) {
    finished.outcome = Outcome::not_run;
    finished.reason = stopping_.stop()->reason;
    finished.failures.clear();
    finished.repeat_command.clear();
  }
  emit(std::move(finished));
  if (bad && !surplus) stopping_.count_failure(id);
}

void Outcomes::report_unrun(model::TestIndex index, const std::string& suffix, Outcome outcome, const std::string& reason) {
  const model::TestCase& test = settings_.collection.tests[index];
  const std::string& binary = settings_.collection.binaries[settings_.collection.launches[test.launch].binary].name;
  model::TestFinished finished{.test = {test.id + suffix, binary, test.suite, test.name, test.file, test.line}};
  finished.outcome = outcome;
  finished.reason = reason;
  emit(std::move(finished));
}

void Outcomes::report_disabled() {
  const auto& tests = settings_.collection.tests;
  const bool each = settings_.options.dist == model::Dist::each;
  for (model::TestIndex i = 0; i < tests.size(); ++i) {
    if (!tests[i].disabled) continue;
    for (int worker = 0; worker < (each ? settings_.workers : 1); ++worker) {
      report_unrun(i, workers_.suffix(static_cast<std::size_t>(worker)), Outcome::skipped, "disabled");
    }
  }
}

void Outcomes::close(const std::vector<schedule::Queue::Leftover>& leftovers) {
  const std::optional<Stop>& stop = stopping_.stop();
  for (const schedule::Queue::Leftover& leftover : leftovers) {
    const std::string suffix = leftover.worker < 0 ? "" : workers_.suffix(static_cast<std::size_t>(leftover.worker));
    if (repeats_.has_failed_before(settings_.collection.tests[leftover.test].id + suffix)) continue;
    report_unrun(leftover.test, suffix, stop.value_or(Stop{}).waiting, stop.value_or(Stop{}).reason);
  }
  for (model::TestFinished& standing : repeats_.take_standing()) finish(std::move(standing), true);
  model::RunFinished end{stop ? stop->banner : "", stop && stop->interrupted};
  if (settings_.resource != nullptr) end.kept = settings_.resource->finish();
  emit(std::move(end));
}

}  // namespace trireme::execute
