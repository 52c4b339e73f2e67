// From all that is known of an ended process to one verdict a test.
//
// The sources, strongest first: the end-of-run report with the exit status, if the report is whole and the program left
// RUN_ALL_TESTS by returning; else the stream; else the exit status alone.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/child.h"
#include "execute/googletest/report.h"
#include "model/event.h"
#include "model/outcome.h"
#include "model/test_case.h"

namespace trireme::execute::googletest {

// What the stream and the output said of one test.
struct Heard {
  bool started = false;
  bool ended = false;
  bool passed = false;
  bool said_skipped = false;          // by GoogleTest's end line in its output
  bool said_failed = false;           // … or by the first line of an assertion that failed
  double duration = 0;                // seconds
  std::vector<model::Failure> parts;  // results of assertions, also the message of a skip
};

// A failure, or the message of a skip, while no test was running.
struct HeardOutside {
  std::string suite;  // "" = of no suite
  model::Failure part;
  std::optional<std::size_t> after;  // the test that had just ended: a listener may have failed it in its OnTestEnd
  std::optional<bool> skip;          // nullopt: the output does not say which it is
};

enum class Cause {
  natural,    // it ended by itself
  timed_out,  // we ended it: the running test, or what ran between tests, took too long
  stopped,    // we ended it, because the run stops
};

struct ProcessFacts {
  std::vector<const model::TestCase*> tests;  // what it was asked to run
  std::vector<Heard> heard;                   // one a test
  std::vector<HeardOutside> outside;
  bool stream_believed = false;
  bool inside_run = false;          // RUN_ALL_TESTS was entered and never returned
  bool exact_filter = true;         // the filter matches these tests only
  bool alone = false;               // these tests cannot be divided further
  bool forked_run = false;          // a process that a test forked went on with the tests too; the report may be that one's
  bool heard_twice = false;         // … and what the stream tells as well
  bool run_ended = false;           // by the stream
  std::string open_suite;           // the suite that had started and not ended, by the stream
  bool open_suite_has_run = false;  // a test of it has started
  bool report_written = false;      // whole or not
  std::optional<Report> report;     // only if whole, and believed
  base::ExitStatus status;
  std::string finding;  // of a sanitizer, by its report in the output; "" = none. Changes words, no outcome
  Cause cause = Cause::natural;
  double timeout = 0;                                   // seconds, for Cause::timed_out
  model::Outcome stopped_as = model::Outcome::not_run;  // for Cause::stopped: what a running test becomes
  std::string stop_reason;
};

struct Verdict {
  model::Outcome outcome = model::Outcome::passed;
  std::string reason;
  double duration = 0;
  std::vector<model::Failure> failures;
  std::vector<std::pair<std::string, std::string>> properties;
};

// A process's end that its tests do not explain.
struct Unexplained {
  std::string suite;  // "" = the binary
  std::string text;
  std::vector<model::Failure> failures;
  bool is_end = false;  // it tells of the process's end itself
};

struct Conclusion {
  std::vector<std::optional<Verdict>> verdicts;  // one a test; nullopt: it did not get its turn, run it in a fresh process
  std::vector<Unexplained> unexplained;
  bool each_alone = false;  // the tests without a verdict must run one per process
};

Conclusion conclude(const ProcessFacts& facts);

// Does the output have GoogleTest's line for this result of an assertion? `what`: "Failure" or "Skipped".
bool says(const model::Captured& output, const model::Failure& part, std::string_view what);

// Which of them are skips: GoogleTest prints that, and tells nothing of it on the stream.
void tell_skips(std::vector<HeardOutside>& outside, const model::Captured& output);

// Is it a failure? Where the output does not say, a program that succeeded had none.
bool is_failure(const HeardOutside& heard, const ProcessFacts& facts);

// `text`, which tells how the process ended, with what a sanitizer found if that ended it.
std::string with_finding(const ProcessFacts& facts, const std::string& text);

// Of failures while no test of the suite was running; "" = of no suite.
std::string outside_failure_text(const std::string& suite);

// What the stream says of an ended test.
Verdict heard_verdict(const Heard& heard);
// Why it was skipped, by that; "" if nothing is known.
std::string heard_skip_reason(const Heard& heard);
// Is that certain before the process's end? The stream does not tell a skip from a failure, and another printer may print neither.
bool is_certain(const Heard& heard);

}  // namespace trireme::execute::googletest
