#include "report/terminal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iterator>
#include <utility>

#include "base/text.h"
#include "report/coverage_text.h"
#include "report/header.h"

namespace trireme::report {

namespace {

using model::is_bad;
using model::Outcome;

constexpr double k_redraw = 0.1;  // seconds
const std::string k_nothing;

}  // namespace

View standard_output(const model::Options& options) {
  return {STDOUT_FILENO, is_live_terminal(), style_for(options.color), terminal_columns};
}

Terminal::Terminal(const model::Options& options, const events::Tally& tally, View view)
    : tally_(tally),
      view_(std::move(view)),
      verbosity_(options.verbosity),
      screen_(view_.fd),
      progress_(view_.style),
      durations_(options.durations, options.verbosity >= 2),
      summary_(options.report_chars) {}

void Terminal::on(const model::TimedEvent& event) {
  standing_.at = event.at;
  std::visit([this](const auto& what) { handle(what); }, event.what);
}

void Terminal::finish() {
  if (!ended_) handle(model::RunFinished{.stopped = "the run has no end, what follows is incomplete"});
}

void Terminal::handle(const model::RunStarted& run) {
  standing_.total = run.selected;
  deselected_ = run.deselected;
  say(header_text(run, verbosity_ < 0, view_.style));
  show_all();
}

void Terminal::handle(const model::CollectionFailed& error) {
  summary_.add(error);
  say(collection_error_text(error, view_.style));
}

void Terminal::handle(const model::TestStarted& test) { running_.started(test.worker, test.id, standing_.at); }

void Terminal::handle(const model::TestEnded& test) {
  running_.ended(test.test.id);
  if (!shown_.emplace(test.test.id, test.outcome).second) return;
  ++standing_.done;
  show_result({test.test, test.worker, test.outcome, k_nothing});
  if (!is_bad(test.outcome)) return;
  show_failure({test.test.id, test.worker, test.outcome, k_nothing, test.failures, test.output, k_nothing, test.repeat_command,
                k_nothing, {}, test.server_log});
}

void Terminal::handle(const model::TestFinished& test) {
  running_.ended(test.test.id);
  durations_.add(test);
  summary_.add(test);
  const auto before = shown_.extract(test.test.id);
  const bool known = !before.empty() && before.mapped() == test.outcome;
  if (before.empty()) {
    ++standing_.done;
    show_result({test.test, test.worker, test.outcome, test.reason});
  } else if (!known) {
    if (is_bad(before.mapped())) --standing_.failed;
    say(fmt::format("{} {} (was {})\n", word_of(test.outcome), one_line(test.test.id), word_of(before.mapped())));
  }
  if (is_bad(test.outcome) && !known) {
    show_failure(view_of(test));
  } else if (!test.kept_directory.empty()) {
    say(fmt::format("{} kept: {}\n", one_line(test.test.id), one_line(test.kept_directory)));
  }
}

void Terminal::handle(const model::TestRerun& rerun) {
  model::TestFinished attempt = rerun.result;
  running_.ended(attempt.test.id);
  attempt.test.id += fmt::format(", attempt {} of {}", rerun.attempt, rerun.most);
  say(failure_text(view_of(attempt), view_.style));
}

void Terminal::handle(const model::ProcessFailed& failure) {
  summary_.add(failure);
  show_failure({failure.id, failure.worker, Outcome::error, failure.text, failure.failures, failure.output, k_nothing,
                failure.repeat_command, failure.stacks});
}

void Terminal::handle(const model::TestSlow& test) {
  say(fmt::format("[{}] SLOW {} has been running for {:.0f}s\n", one_line(test.worker), one_line(test.id), test.elapsed));
}

void Terminal::handle(const model::OutputLine& line) {
  say(fmt::format("[{}] {}: {}\n", one_line(line.worker), one_line(line.id), base::printable(line.text)));
}

void Terminal::handle(const model::Notice& notice) {
  if (!notice.detail || verbosity_ > 0) say("note: " + whole_lines(notice.text));
}

void Terminal::handle(const model::Leaky& leaky) {
  const std::string worker = leaky.worker.empty() ? "" : fmt::format("[{}] ", one_line(leaky.worker));
  const std::string id = leaky.id.empty() ? "" : one_line(leaky.id) + " ";
  say(fmt::format("{}LEAKY {}{}", worker, id, whole_lines(leaky.text)));
}

void Terminal::handle(const model::CoverageReported& coverage) { say(coverage_text(coverage, view_.style)); }

void Terminal::handle(const model::Tick&) {
  if (standing_.at - last_drawn_ >= k_redraw) show_all();
}

void Terminal::handle(const model::RunFinished& end) {
  ended_ = true;
  screen_.print(progress_.end_line(standing_.done, standing_.total));
  say(durations_.text(view_.style));
  say(summary_.text(view_.style));
  say(kept_text(end.kept, view_.style));
  if (!end.stopped.empty()) say(view_.style.rule('!', one_line(end.stopped), Paint::red));
  screen_.print(last_line(tally_, {deselected_, standing_.at, verbosity_ >= 0}, view_.style));
  screen_.show();
}

void Terminal::show_result(const Result& result) {
  if (verbosity_ > 0) {
    std::string line = result.worker.empty() ? "" : fmt::format("[{}] ", one_line(result.worker));
    fmt::format_to(std::back_inserter(line), "{} {} {}", percentage(standing_.done, standing_.total),
                   view_.style.paint(paint_of(result.outcome), word_of(result.outcome)), one_line(result.test.id));
    if (!result.reason.empty()) line += " (" + one_line(result.reason) + ")";
    screen_.print(line + "\n");
  } else if (!view_.live && !silent()) {
    screen_.print(progress_.add(result.outcome, standing_.done, standing_.total));
  }
}

void Terminal::show_failure(const FailureView& failure) {
  ++standing_.failed;
  if (silent()) return;
  say(failure_text(failure, view_.style));
  show_all();
}

void Terminal::say(const std::string& text) {
  if (silent() || text.empty()) return;
  screen_.print(progress_.end_line(standing_.done, standing_.total));
  screen_.print(text);
}

void Terminal::show_all() {
  last_drawn_ = standing_.at;
  screen_.show(view_.live && !silent() && !ended_ ? status_line(standing_, running_, view_.columns()) : "");
}

}  // namespace trireme::report
