// What the user sees on standard output while tests run and at the end. Results are shown when a running process tells
// them (TestEnded) and corrected when its report says otherwise (TestFinished); the last line counts the final ones.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "events/sink.h"
#include "events/tally.h"
#include "model/options.h"
#include "report/durations.h"
#include "report/failure_text.h"
#include "report/progress.h"
#include "report/screen.h"
#include "report/status_line.h"
#include "report/style.h"
#include "report/summary.h"

namespace trireme::report {

// Where the text goes.
struct View {
  int fd = 1;
  bool live = false;  // a terminal: has a status line
  Style style;
  std::function<int()> columns;  // of the terminal now
};
View standard_output(const model::Options& options);

class Terminal final : public events::Sink {
 public:
  // `tally` must have had each event before this, and outlive it.
  Terminal(const model::Options& options, const events::Tally& tally, View view);

  void on(const model::TimedEvent& event) override;
  // Ends the report where no RunFinished did (a log that is cut off).
  void finish();
  // errno of a failed write, 0 if all was written.
  [[nodiscard]] int error() const { return screen_.error(); }

 private:
  struct Result {
    const model::TestName& test;
    const std::string& worker;
    model::Outcome outcome;
    const std::string& reason;
  };

  void handle(const model::RunStarted& run);
  void handle(const model::CollectionFailed& error);
  void handle(const model::TestStarted& test);
  void handle(const model::TestEnded& test);
  void handle(const model::TestFinished& test);
  void handle(const model::TestRerun& rerun);
  void handle(const model::ProcessFailed& failure);
  void handle(const model::TestSlow& test);
  void handle(const model::OutputLine& line);
  void handle(const model::Notice& notice);
  void handle(const model::Leaky& leaky);
  void handle(const model::CoverageReported& coverage);
  void handle(const model::Tick& tick);
  void handle(const model::RunFinished& end);

  void show_result(const Result& result);
  void show_failure(const FailureView& failure);
  // Text on lines of its own; nothing with -qq.
  void say(const std::string& text);
  void show_all();
  [[nodiscard]] bool silent() const { return verbosity_ <= -2; }

  const events::Tally& tally_;
  View view_;
  int verbosity_;
  Screen screen_;
  Progress progress_;
  RunningTests running_;
  Durations durations_;
  ShortSummary summary_;
  Standing standing_;
  std::size_t deselected_ = 0;
  double last_drawn_ = -1;  // seconds
  bool ended_ = false;
  std::unordered_map<std::string, model::Outcome> shown_;  // node id → what was said of it, until its final word
};

}  // namespace trireme::report
