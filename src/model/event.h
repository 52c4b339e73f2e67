// What execution says while it runs, and all that reporters know. Strings are as the tests made them (raw bytes);
// whoever shows or writes them makes them safe.
//
// Order: RunStarted, then for each test TestStarted … TestEnded … TestFinished, at last RunFinished. A test that was never
// started has TestFinished alone. TestEnded is what a running process said, if that was clear, and may be corrected when its report
// is read; TestFinished is final, comes exactly once a test, and alone counts. A test that runs several times has TestStarted …
// TestRerun for each attempt but the last, and no TestEnded that says it failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/exit_code.h"
#include "model/outcome.h"

namespace trireme::model {

struct Failure {
  std::string file;  // "" if unknown
  int line = 0;
  std::string message;
};

// "a.cc:3: wrong", as reports show it.
inline std::string located(const Failure& failure) {
  if (failure.file.empty()) return failure.message;
  return failure.file + ":" + std::to_string(failure.line) + ": " + failure.message;
}

// Why a test failed, in one line.
inline std::string headline(const std::string& reason, const std::vector<Failure>& failures) {
  const std::string& text = reason.empty() && !failures.empty() ? failures.front().message : reason;
  return text.substr(0, text.find('\n'));
}

// Captured output: the head and the tail where it was long.
struct Captured {
  std::string head;
  std::uint64_t omitted = 0;  // bytes left out between head and tail
  std::string tail;
  std::string file;          // holds all of it, head and tail too, where something was left out; "" = none does
  std::string file_problem;  // why there is no file, or what it lacks
  [[nodiscard]] bool empty() const { return head.empty() && tail.empty(); }
};

// Of output of which something was left out: how much, and where it is.
inline std::string left_out(const Captured& output) {
  std::string text = std::to_string(output.omitted) + " bytes left out";
  if (output.file.empty()) return output.file_problem.empty() ? text : text + "; not kept: " + output.file_problem;
  if (output.file_problem.empty()) return text + "; all of it: " + output.file;
  return text + "; in " + output.file + ", but " + output.file_problem;
}

struct TestName {
  std::string id;      // node id; with --dist each `id@gw0`
  std::string binary;  // node id of the binary
  std::string suite;
  std::string name;
  std::string file;
  int line = 0;
};

// The node id without a worker.
inline std::string plain_id(const TestName& test) { return test.binary + "::" + test.suite + "." + test.name; }

struct RunStarted {
  std::string version;  // Trireme's
  std::string run_id;
  std::string started_at;  // ISO 8601 with offset
  std::string root;
  std::string config_file;
  int workers = 0;
  bool serial = false;  // one worker called master
  std::size_t selected = 0;
  std::size_t deselected = 0;
  std::vector<std::string> header;  // further lines to show
  std::vector<std::string> warnings;
  bool fail_on_flaky = false;
  bool none_needed = false;  // no test is selected, and that is fine: nothing has changed
};

struct CollectionFailed {
  std::string path;
  std::string text;
};

struct TestStarted {
  std::string id;
  std::string worker;
};

// Provisional; see above.
struct TestEnded {
  TestName test;
  std::string worker;
  Outcome outcome = Outcome::passed;
  double duration = 0;  // seconds
  std::vector<Failure> failures;
  Captured output;  // filled when it failed
  std::string repeat_command;
  std::string server_log;  // as in TestFinished
};

struct TestFinished {
  TestName test;
  std::string worker;  // "" if it never ran
  Outcome outcome = Outcome::passed;
  double duration = 0;  // seconds
  std::string reason;   // why skipped, not run, crashed …: one line; "" for passed
  std::vector<Failure> failures;
  std::vector<std::pair<std::string, std::string>> properties;  // RecordProperty
  Captured output;
  std::string repeat_command;  // "" if it never ran
  std::string kept_directory;  // its TRIREME_TMPDIR when that was kept
  int process = 0;             // which of the run's processes it ran in, from 1; 0 = none
  int place = 0;               // … as its how-manieth test, from 1; 0 = it did not start
  // It failed there and passes alone: the ids of the tests that ran before it in that process, in order. Else empty.
  std::vector<std::string> ran_before;
  std::string stacks;      // of its process's threads when it timed out, of one when it crashed; or why there are none
  std::string server_log;  // what the database server wrote of its worker while it ran, when it failed
};

// An attempt that failed and was not the last.
struct TestRerun {
  TestFinished result;
  int attempt = 1;
  int most = 2;  // attempts there may be
};

// An end of a process that its tests do not explain. Counts as one error.
struct ProcessFailed {
  std::string id;  // binary or binary::Suite
  std::string worker;
  std::string text;
  std::vector<Failure> failures;
  Captured output;
  std::string repeat_command;
  std::string stacks;  // as in TestFinished
};

// Processes that were left behind, and have been killed. Where that fails the run it is a ProcessFailed instead.
struct Leaky {
  std::string id;  // the test; the binary, where it can have been several; "" = nobody knows
  std::string worker;
  std::string text;  // a line, then one for each process with its number and command line, then the tests that may have left it
};

struct TestSlow {
  std::string id;
  std::string worker;
  double elapsed = 0;  // seconds
};

// With -s: complete lines as they arrive.
struct OutputLine {
  std::string id;  // the running test, or the binary
  std::string worker;
  std::string text;  // without the newline
};

struct Notice {
  std::string text;     // something the user should know, not an outcome
  bool detail = false;  // … if they want to know much: with -v
};

// After the last test.
struct CoverageReported {
  std::string heading;                 // "coverage: platform linux, gcc 12.2"
  std::string text;                    // the table, and what was written where; "" = none was asked for
  std::vector<std::string> problems;   // what is left out of it, and why
  std::string verdict;                 // "Required test coverage of 90% reached. …"; "" = nothing is required
  std::string failure;                 // "Coverage failure: …": it is not reached; "" = it is
  std::vector<std::string> unwritten;  // reports that could not be written
};

// The clock, for the live line; in no log.
struct Tick {};

struct RunFinished {
  std::string stopped;            // "stopping after 2 failures", "interrupted by SIGINT", "" = ran to the end
  bool interrupted = false;       // by a signal or a limit of the whole run
  std::size_t untold = 0;         // selected tests without an outcome, in the replay of a log that ends too early; else 0
  std::vector<std::string> kept;  // databases, with what opens them, a line each
};

using Event = std::variant<RunStarted, CollectionFailed, TestStarted, TestEnded, TestFinished, TestRerun, ProcessFailed,
                           TestSlow, OutputLine, Notice, Leaky, CoverageReported, Tick, RunFinished>;

// Seconds since the run started, and what happened.
struct TimedEvent {
  double at = 0;
  Event what;
};

}  // namespace trireme::model
