#include "execute/googletest/verdict.h"

#include "execute/googletest/verdict_by_report.h"
#include "execute/googletest/verdict_by_stream.h"

namespace trireme::execute::googletest {

namespace {

// A run that stops takes no test back: whatever has no verdict is not run.
void settle_stopped(const ProcessFacts& facts, Conclusion& conclusion) {
  conclusion.unexplained.clear();
  for (auto& verdict : conclusion.verdicts) {
    if (!verdict) verdict = Verdict{.outcome = model::Outcome::not_run, .reason = facts.stop_reason};
  }
}

}  // namespace

Verdict heard_verdict(const Heard& heard) {
  Verdict verdict{.duration = heard.duration};
  if (heard.passed) return verdict;
  if (heard.said_skipped && !heard.said_failed) {
    verdict.outcome = model::Outcome::skipped;
    if (!heard.parts.empty()) verdict.reason = heard.parts.back().message;
    return verdict;
  }
  verdict.outcome = model::Outcome::failed;
  verdict.failures = heard.parts;
  return verdict;
}

std::string outside_failure_text(const std::string& suite) {
  return fmt::format("failed outside tests, in {}",
                     suite.empty() ? "a global environment" : "the set-up or tear-down of the suite");
}

std::string with_finding(const ProcessFacts& facts, const std::string& text) {
  const bool ended_by_it = facts.cause == Cause::natural && !facts.status.ok() && !facts.finding.empty();
  return ended_by_it ? facts.finding + "; " + text : text;
}

Conclusion conclude(const ProcessFacts& facts) {
  Conclusion conclusion = facts.report ? conclude_by_report(facts) : conclude_by_stream(facts);
  if (facts.cause == Cause::stopped) settle_stopped(facts, conclusion);
  return conclusion;
}

}  // namespace trireme::execute::googletest
