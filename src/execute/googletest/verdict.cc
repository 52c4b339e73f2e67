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

bool says(const model::Captured& output, const model::Failure& part, std::string_view what) {
  const std::string place = part.file.empty() ? "unknown file" : fmt::format("{}:{}", part.file, part.line);
  const std::string line = fmt::format("{}: {}\n", place, what);
  return output.head.find(line) != std::string::npos || output.tail.find(line) != std::string::npos;
}

void tell_skips(std::vector<HeardOutside>& outside, const model::Captured& output) {
  for (HeardOutside& each : outside) {
    if (says(output, each.part, "Failure")) {
      each.skip = false;
    } else if (says(output, each.part, "Skipped")) {
      each.skip = true;
    }
  }
}

bool is_failure(const HeardOutside& heard, const ProcessFacts& facts) { return !heard.skip.value_or(facts.status.ok()); }

std::string heard_skip_reason(const Heard& heard) {
  constexpr std::string_view k_first_line = "Skipped\n";  // in GoogleTest 1.10
  if (heard.parts.empty()) return "";
  const std::string& message = heard.parts.back().message;
  return message.starts_with(k_first_line) ? message.substr(k_first_line.size()) : message;
}

bool is_certain(const Heard& heard) { return heard.passed || heard.said_skipped != heard.said_failed; }

Verdict heard_verdict(const Heard& heard) {
  Verdict verdict{.duration = heard.duration};
  if (heard.passed) return verdict;
  if (heard.said_skipped && !heard.said_failed) {
    verdict.outcome = model::Outcome::skipped;
    verdict.reason = heard_skip_reason(heard);
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
  if (facts.heard_twice) {
    conclusion.unexplained.push_back(
        {"", "a process that a test forked came back from the test and went on with the tests: it must end with _exit()", {}});
  }
  if (facts.cause == Cause::stopped) settle_stopped(facts, conclusion);
  return conclusion;
}

}  // namespace trireme::execute::googletest
