// The report lies in two places, and the exit status is there to find it out:
// - a test that GoogleTest never started, because a set-up failed or skipped, reads "completed" or "skipped"; it has no start time;
// - a failing SetUpTestSuite or TearDownTestSuite is not in the report before GoogleTest 1.16; the stream has it. 1.10 exits with 0
//   then.
#include "execute/googletest/verdict_by_report.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace trireme::execute::googletest {

using model::Outcome;

namespace {

// Why the suite's set-up skipped its tests, if that is what it did.
std::optional<std::string> skip_before(const ProcessFacts& facts, const std::string& suite) {
  std::optional<std::string> reason;
  for (const HeardOutside& heard : facts.outside) {
    if (heard.suite != suite || heard.after) continue;
    if (is_failure(heard, facts)) return std::nullopt;
    reason = heard.part.message;
  }
  return reason;
}

Verdict never_started(const ProcessFacts& facts, const model::TestCase& test, const ReportedTest& reported) {
  if (facts.cause == Cause::stopped) return {.outcome = Outcome::not_run, .reason = facts.stop_reason};
  if (const auto reason = skip_before(facts, test.suite); reason && reported.skipped) {
    return {.outcome = Outcome::skipped, .reason = *reason};
  }
  if (reported.skipped) {
    return {.outcome = Outcome::error, .reason = fmt::format("not run: a set-up before {} failed", test.suite)};
  }
  if (facts.status.ok()) {
    const std::string why = facts.outside.empty() ? "by a global environment" : facts.outside.back().part.message;
    return {.outcome = Outcome::skipped, .reason = why};
  }
  return {.outcome = Outcome::error, .reason = "not run: the set-up of a global environment failed"};
}

Verdict reported_verdict(const ProcessFacts& facts, std::size_t index, const ReportedTest* found) {
  const model::TestCase& test = *facts.tests[index];
  if (found == nullptr || !found->ran) {
    return {.outcome = Outcome::error,
            .reason = "listed, but the program did not run it when asked to; is its list of tests the same each time?"};
  }
  const ReportedTest& reported = *found;
  Verdict verdict{.duration = reported.duration, .failures = reported.failures, .properties = reported.properties};
  if (!reported.failures.empty()) {
    verdict.outcome = Outcome::failed;
  } else if (!reported.started && !facts.heard[index].passed) {
    return never_started(facts, test, reported);
  } else if (reported.skipped) {
    verdict.outcome = Outcome::skipped;
    // 1.10 does not report why.
    verdict.reason = reported.skip_message.empty() ? heard_skip_reason(facts.heard[index]) : reported.skip_message;
  }
  return verdict;
}

// The report knows it as a failure of that test.
bool belongs_to_test(const HeardOutside& heard, const Conclusion& conclusion) {
  if (!heard.after) return false;
  const auto& failures = conclusion.verdicts[*heard.after]->failures;
  return std::any_of(failures.begin(), failures.end(), [&heard](const model::Failure& each) {
    return each.message.find(heard.part.message) != std::string::npos;
  });
}

// Failures outside tests: one record for each suite, one for the binary.
std::vector<Unexplained> outside_failures(const ProcessFacts& facts, const Conclusion& conclusion) {
  std::map<std::string, std::vector<model::Failure>> by_suite;
  for (std::size_t i = 0; i < facts.tests.size(); ++i) {
    const auto& verdict = conclusion.verdicts[i];
    const bool set_up_failed = verdict->outcome == Outcome::error && verdict->reason.starts_with("not run: a set-up");
    if (set_up_failed && !facts.report->outside_failures.contains("")) by_suite[facts.tests[i]->suite];
  }
  for (const HeardOutside& heard : facts.outside) {
    if (is_failure(heard, facts) && !belongs_to_test(heard, conclusion)) by_suite[heard.suite].push_back(heard.part);
  }
  for (const auto& [suite, failures] : facts.report->outside_failures) {
    if (suite.empty() || by_suite[suite].empty()) by_suite[suite] = failures;
  }

  std::vector<Unexplained> result;
  result.reserve(by_suite.size());
  for (auto& [suite, failures] : by_suite) result.push_back({suite, outside_failure_text(suite), std::move(failures)});
  return result;
}

const ReportedTest* find(ReportLookup& lookup, const model::TestCase& test) {
  std::string key = report_key(test.suite, test.name);
  if (const ReportedTest* found = lookup.find(key)) return found;
  // GoogleTest 1.10 and 1.11 drop all that is not ASCII.
  const bool is_shorter = std::erase_if(key, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) > 0;
  return is_shorter ? lookup.find(key) : nullptr;
}

// `found`: of the tests asked for, in the report.
std::size_t count_unasked(const ProcessFacts& facts, const std::vector<const ReportedTest*>& found) {
  const auto& reported = facts.report->tests;
  const auto ran = std::count_if(reported.begin(), reported.end(), [](const auto& each) { return each.ran; });
  const auto asked_and_ran =
      std::count_if(found.begin(), found.end(), [](const auto* each) { return each != nullptr && each->ran; });
  const bool one_each = std::adjacent_find(found.begin(), found.end(), std::greater_equal<>()) == found.end();
  if (one_each && ran == asked_and_ran) return 0;
  std::set<std::string> asked;
  for (const auto* each : found) {
    if (each != nullptr) asked.insert(each->key);
  }
  std::set<std::string_view> unasked;
  for (const ReportedTest& each : reported) {
    if (each.ran && asked.count(each.key) == 0) unasked.insert(each.key);
  }
  return unasked.size();
}

bool any_bad(const Conclusion& conclusion) {
  return std::any_of(conclusion.verdicts.begin(), conclusion.verdicts.end(),
                     [](const auto& verdict) { return model::is_bad(verdict->outcome); });
}

}  // namespace

Conclusion conclude_by_report(const ProcessFacts& facts) {
  Conclusion conclusion;
  ReportLookup lookup(*facts.report);
  std::vector<const ReportedTest*> found;
  found.reserve(facts.tests.size());
  conclusion.verdicts.reserve(facts.tests.size());
  for (const auto* test : facts.tests) found.push_back(find(lookup, *test));
  for (std::size_t i = 0; i < found.size(); ++i) conclusion.verdicts.push_back(reported_verdict(facts, i, found[i]));
  conclusion.unexplained = outside_failures(facts, conclusion);

  const bool explained = any_bad(conclusion) || !conclusion.unexplained.empty();
  if (facts.cause == Cause::timed_out) {
    conclusion.unexplained.push_back(
        {"", fmt::format("did not end within {:g} s after its last test had finished", facts.timeout), {}, true});
  } else if (facts.status.signal != 0) {
    conclusion.unexplained.push_back(
        {"",
         with_finding(facts, fmt::format("ended by {} after its tests had finished", base::describe(facts.status))),
         {},
         true});
  } else if (facts.status.code != 0 && !explained) {
    conclusion.unexplained.push_back(
        {"", with_finding(facts, fmt::format("ended with {} although no test failed", base::describe(facts.status))), {}});
  }
  if (const std::size_t unasked = facts.exact_filter ? count_unasked(facts, found) : 0; unasked > 0) {
    conclusion.unexplained.push_back({"", fmt::format("ran {} it was not asked for", base::counted(unasked, "test")), {}});
  }
  return conclusion;
}

}  // namespace trireme::execute::googletest
