// Exactly the running test is blamed. Without one, what ran is blamed: the suite whose set-up or tear-down it was, else the
// binary. Each conclusion takes at least one test off the list, so that fresh processes come to an end.
#include "execute/googletest/verdict_by_stream.h"

#include <algorithm>

namespace trireme::execute::googletest {

using model::Outcome;

namespace {

std::string ending(const ProcessFacts& facts) {
  if (facts.cause == Cause::timed_out) return fmt::format("timed out after {:g} s", facts.timeout);
  if (facts.status.signal != 0) return fmt::format("crashed with {}", base::describe(facts.status));
  return fmt::format("ended with exit({})", facts.status.code);
}

Verdict blamed(const ProcessFacts& facts, const Heard& heard) {
  Verdict verdict{.reason = ending(facts), .duration = heard.duration, .failures = heard.parts};
  if (facts.cause == Cause::stopped)
    return {.outcome = facts.stopped_as, .reason = facts.stop_reason, .duration = heard.duration};
  if (facts.cause == Cause::timed_out) {
    verdict.outcome = Outcome::timed_out;
  } else if (facts.status.signal != 0) {
    verdict.outcome = Outcome::crashed;
  } else {
    verdict.outcome = Outcome::failed;
    verdict.reason = fmt::format("ended the process with exit({}) in the middle of the test", facts.status.code);
  }
  verdict.reason = with_finding(facts, verdict.reason);
  return verdict;
}

// Where the output does not say, it is a failure.
bool is_skip(const HeardOutside& heard) { return heard.skip.value_or(false); }

bool is_running(const Heard& heard) { return heard.started && !heard.ended; }

// GoogleTest "skips" the tests of a suite whose set-up failed.
bool was_kept_from_running(const ProcessFacts& facts, std::size_t i) {
  return heard_verdict(facts.heard[i]).outcome == Outcome::skipped &&
         std::any_of(facts.outside.begin(), facts.outside.end(), [&](const HeardOutside& heard) {
           return heard.suite == facts.tests[i]->suite && !heard.after && !is_skip(heard);
         });
}

void settle_heard(const ProcessFacts& facts, Conclusion& conclusion) {
  for (std::size_t i = 0; i < facts.tests.size(); ++i) {
    const Heard& heard = facts.heard[i];
    if (heard.ended) conclusion.verdicts[i] = heard_verdict(heard);
    if (heard.ended && was_kept_from_running(facts, i)) {
      conclusion.verdicts[i] = Verdict{.outcome = Outcome::error,
                                       .reason = fmt::format("not run: a set-up before {} failed", facts.tests[i]->suite)};
    }
    if (is_running(heard)) conclusion.verdicts[i] = blamed(facts, heard);
  }
}

void settle_rest_as_error(const ProcessFacts& facts, Conclusion& conclusion, const std::string& suite) {
  for (std::size_t i = 0; i < facts.tests.size(); ++i) {
    if (conclusion.verdicts[i] || (!suite.empty() && facts.tests[i]->suite != suite)) continue;
    conclusion.verdicts[i] =
        Verdict{.outcome = Outcome::error, .reason = "not run: the program " + ending(facts) + " before it"};
  }
}

std::vector<model::Failure> outside_parts(const ProcessFacts& facts, const std::string& suite) {
  std::vector<model::Failure> parts;
  for (const HeardOutside& heard : facts.outside) {
    if (heard.suite == suite && !is_skip(heard)) parts.push_back(heard.part);
  }
  return parts;
}

// In set-ups and tear-downs that are not to blame for the end.
void tell_outside_failures(const ProcessFacts& facts, Conclusion& conclusion) {
  for (const HeardOutside& heard : facts.outside) {
    if (is_skip(heard)) continue;
    const bool told = std::any_of(conclusion.unexplained.begin(), conclusion.unexplained.end(),
                                  [&](const Unexplained& each) { return each.suite == heard.suite; });
    if (told) continue;
    conclusion.unexplained.push_back({heard.suite, outside_failure_text(heard.suite), outside_parts(facts, heard.suite)});
  }
}

// It ended between tests.
void blame_outside(const ProcessFacts& facts, Conclusion& conclusion) {
  const bool any_ended = std::any_of(facts.heard.begin(), facts.heard.end(), [](const Heard& h) { return h.ended; });
  const bool in_set_up = !facts.open_suite.empty() && !facts.open_suite_has_run;
  const std::string where = facts.open_suite.empty() ? "outside any suite"
                            : in_set_up              ? "in the suite's set-up"
                                                     : "after tests of the suite";
  conclusion.unexplained.push_back({facts.open_suite, with_finding(facts, fmt::format("{}, {}", ending(facts), where)),
                                    outside_parts(facts, facts.open_suite), true});
  if (in_set_up || !any_ended) settle_rest_as_error(facts, conclusion, facts.open_suite);
}

void settle_indivisible(const ProcessFacts& facts, Conclusion& conclusion) {
  for (auto& verdict : conclusion.verdicts) {
    verdict = Verdict{.outcome = Outcome::error,
                      .reason = fmt::format("the program {} in one of {} tests that a filter cannot tell apart", ending(facts),
                                            facts.tests.size())};
  }
}

// Nothing was heard of any test, so nothing can be blamed but a test that was alone.
void conclude_unheard(const ProcessFacts& facts, Conclusion& conclusion) {
  const bool timed_out_before = facts.cause == Cause::timed_out && !facts.report_written;
  if (!facts.inside_run && (facts.cause == Cause::natural || timed_out_before)) {
    conclusion.unexplained.push_back(
        {"", with_finding(facts, fmt::format("{} without running its tests", ending(facts))), {}, true});
    settle_rest_as_error(facts, conclusion, "");
  } else if (facts.tests.size() == 1) {
    conclusion.verdicts[0] = blamed(facts, facts.heard[0]);
  } else if (facts.alone) {
    settle_indivisible(facts, conclusion);
  } else {
    conclusion.each_alone = true;
  }
}

}  // namespace

Conclusion conclude_by_stream(const ProcessFacts& facts) {
  Conclusion conclusion;
  conclusion.verdicts.resize(facts.tests.size());
  if (!facts.stream_believed) {
    conclude_unheard(facts, conclusion);
    return conclusion;
  }
  settle_heard(facts, conclusion);
  const bool someone_to_blame = std::any_of(facts.heard.begin(), facts.heard.end(), is_running);
  const bool ended_well = facts.run_ended && facts.cause == Cause::natural && facts.status.signal == 0;
  if (!someone_to_blame && facts.cause != Cause::stopped && !ended_well) blame_outside(facts, conclusion);
  tell_outside_failures(facts, conclusion);
  // What ended it belongs to no test that was asked for: a test that the filter matches too, or a suite of such a test.
  const bool any = std::any_of(conclusion.verdicts.begin(), conclusion.verdicts.end(), [](const auto& v) { return v; });
  if (!any && facts.cause != Cause::stopped) settle_rest_as_error(facts, conclusion, "");
  return conclusion;
}

}  // namespace trireme::execute::googletest
