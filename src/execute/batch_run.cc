#include "execute/batch_run.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "execute/googletest/verdict.h"
#include "execute/sanitizer.h"
#include "execute/time_limit.h"
#include "schedule/filter.h"

namespace trireme::execute {

using googletest::Hearing;
using model::Outcome;

namespace {

constexpr int k_last_lines = 5;

std::vector<const model::TestCase*> cases(const RunContext& context, const model::Batch& batch) {
  std::vector<const model::TestCase*> result;
  for (const model::TestIndex each : batch.tests) result.push_back(&context.collection.tests[each]);
  return result;
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

}  // namespace

BatchRun::BatchRun(const RunContext& context, model::Batch batch, googletest::WorkerIdentity worker, int number,
                   std::string suffix)
    : context_(context),
      batch_(std::move(batch)),
      naming_(context.collection, context.options, batch_, std::move(suffix)),
      number_(number),
      worker_(std::move(worker)),
      hearing_(cases(context, batch_)),
      live_(naming_, hearing_) {
  result_.launch = test(0).launch;
}

BatchRun::~BatchRun() = default;

void BatchRun::start(Launcher& launcher) {
  started_at_ = running_since_ = context_.now();
  auto files = context_.directories.take(worker_.id);
  if (!files) return on_start_failed(files.error());
  files_ = *std::move(files);
  hearing_.keep_in(files_.outputs());
  const auto command = [this](int port) {
    return googletest::make_command(context_.collection, context_.options, batch_.tests, files_, worker_, port);
  };
  auto process = launcher.launch({command, worker_.id, result_.launch, batch_.by_exec}, *this);
  if (!process) return on_start_failed(process.error());
  process_ = *std::move(process);
}

void BatchRun::on_start_failed(const base::Error& error) {
  for (std::size_t i = 0; i < batch_.tests.size(); ++i) {
    finish_test(i, {.outcome = Outcome::error, .reason = error.text}, {});
  }
  clean_up();
  done_ = true;
}

void BatchRun::on_data(std::string_view output, std::string_view channel) {
  if (context_.lost() || done_in_time_) channel = {};
  const auto running_before = hearing_.running();
  const auto changes = hearing_.on_data(output, channel, context_.now());
  if (context_.options.live_output) show(live_.append(output, running_before));
  tell(changes);
}

void BatchRun::show(std::vector<LiveOutput::Line>&& lines) {
  for (LiveOutput::Line& line : lines) {
    context_.emit(model::OutputLine{line.test ? naming_.id(*line.test) : naming_.binary(), worker_.id, std::move(line.text)});
  }
}

void BatchRun::tell(const std::vector<Hearing::Change>& changes) {
  for (const Hearing::Change& change : changes) {
    if (change.kind == Hearing::Change::Kind::started) {
      context_.emit(model::TestStarted{naming_.id(change.test), worker_.id});
      continue;
    }
    const googletest::Heard& heard = hearing_.heard()[change.test];
    if (!googletest::is_certain(heard)) continue;
    googletest::Verdict verdict = googletest::heard_verdict(heard);
    model::TestEnded ended{.test = naming_.name(change.test),
                           .worker = worker_.id,
                           .outcome = verdict.outcome,
                           .duration = unstopped(change.test, verdict.duration)};
    if (verdict.outcome == Outcome::failed) {
      ended.failures = std::move(verdict.failures);
      ended.output = hearing_.output(change.test);
      ended.repeat_command = naming_.repeat_command(change.test);
    }
    context_.emit(std::move(ended));
  }
}

void BatchRun::check_clock() {
  const double now = context_.now();
  const bool dies = dying_.check(now, process_.get());
  if (ending_.begun()) return ending_.check(now, process_.get());
  if (dies) return;
  if (!is_started()) running_since_ = now;
  const double elapsed = now - std::max(hearing_.last_change(), is_started() ? running_since_ : started_at_);
  const double timeout = time_limit(naming_, hearing_, batch_.tests.size(), may_be_in_run());
  // Not at once: if we come late ourselves, there may be news of its end that have not been read.
  const bool seemed_over = std::exchange(seems_over_, timeout > 0 && elapsed >= timeout);
  if (!seems_over_) return name_if_slow(elapsed);
  if (seemed_over) time_out(timeout, now);
}

bool BatchRun::may_be_in_run() const {
  if (!is_started() || hearing_.stream_spoke() || exists(files_.report())) return true;
  return exists(files_.inside_run()) && process_->may_run_tests();
}

// The process goes on until its stacks are taken and it ends, as it does when the run stops: the test may end meanwhile, and
// others start.
void BatchRun::time_out(double timeout, double now) {
  hear_no_more();
  ending_.time_out(timeout, now, process_.get());
}

void BatchRun::hear_no_more() { done_in_time_ = exists(files_.report()); }

void BatchRun::name_if_slow(double running_for) {
  const auto running = hearing_.running();
  if (!running || slow_told_ == running) return;
  const double slow = test(*running).slow_timeout;
  if (slow <= 0 || running_for < slow) return;
  slow_told_ = running;
  context_.emit(model::TestSlow{naming_.id(*running), worker_.id, running_for});
}

void BatchRun::on_crash(const Crash& crash) { dying_.begin(crash, ending_.begun(), context_.now(), process_.get()); }

void BatchRun::on_stacks(std::string stacks) {
  stacks_ = std::move(stacks);
  if (dying_.begun()) dying_.let(context_.now(), process_.get());
  ending_.on_stacks(context_.now(), process_.get());
}

void BatchRun::stop(Outcome outcome, const std::string& reason) {
  if (done_) return;
  if (!ending_.begun()) hear_no_more();
  ending_.stop(outcome, reason, context_.now(), process_.get());
  dying_.let(context_.now(), process_.get());  // it would not hear that it is to end
}

void BatchRun::signal(int signal) {
  if (process_) process_->signal_group(signal);
}

void BatchRun::go_on(double stopped) {
  if (const auto running = hearing_.running()) stopped_[*running] += stopped;
  if (!dying_.stands_still()) signal(SIGCONT);
}

double BatchRun::unstopped(std::size_t i, double duration) const {
  const auto found = stopped_.find(i);
  // Of a test that did not end we have measured ourselves, without the time that it was stopped.
  const bool measured = !hearing_.heard()[i].ended;
  const double surplus = measured ? ending_.waited() + dying_.waited() : found == stopped_.end() ? 0 : found->second;
  return std::max(duration - surplus, 0.0);
}

std::string BatchRun::state() const {
  const auto running = hearing_.running();
  const double since = context_.now() - std::max(hearing_.last_change(), started_at_);
  std::string text = fmt::format("[{}] {} {} for {:.1f}s", worker_.id, running ? naming_.id(*running) : naming_.binary(),
                                 running ? "has been running" : "has been outside its tests", since);
  const std::string last = hearing_.last_output(k_last_lines);
  return last.empty() ? text + "; it has written nothing" : text + "; its last output:\n" + last;
}

googletest::ProcessFacts BatchRun::facts(const base::ExitStatus& status) {
  googletest::ProcessFacts facts;
  facts.tests = cases(context_, batch_);
  facts.alone = batch_.alone;
  facts.heard = hearing_.heard();
  facts.outside = hearing_.outside();
  facts.stream_believed = hearing_.stream_spoke();
  facts.inside_run = written_.inside_run;
  facts.report_written = written_.report;
  facts.exact_filter = std::all_of(facts.tests.begin(), facts.tests.end(),
                                   [](const auto* each) { return schedule::is_expressible(schedule::full_name(*each)); });
  facts.open_suite = hearing_.open_suite();
  facts.open_suite_has_run = hearing_.open_suite_has_run();
  facts.heard_twice = hearing_.heard_twice();
  facts.forked_run = forked_run_ || facts.heard_twice;
  facts.run_ended = facts.forked_run && hearing_.run_ended();
  // A report of a program that never returned from its run was not written by GoogleTest.
  const bool believed = !context_.lost() && !facts.inside_run && !facts.forked_run && done_in_time_.value_or(true);
  if (believed) facts.report = std::move(written_.whole_report);
  facts.status = status;
  // Another thread came to the end of the program before it stood still.
  if (dying_.begun() && status.signal == 0) facts.status = {.signal = dying_.signal()};
  ending_.tell(facts);
  return facts;
}

void BatchRun::on_gone() {
  written_ = {exists(files_.inside_run()), exists(files_.report()), googletest::read_report(files_.report())};
}

void BatchRun::on_exit(const base::ExitStatus& status) {
  ending_.on_stacks(context_.now(), nullptr);  // none come any more
  tell(hearing_.on_exit(context_.now()));
  if (context_.options.live_output) show(live_.rest());
  googletest::ProcessFacts known = facts(status);
  if (!known.stream_believed) hearing_.cut_without_stream(known.report);
  conclude(std::move(known));
  measure();
  clean_up();
  done_ = true;
}

void BatchRun::clean_up() {
  if (files_.directory.empty()) return;  // there was no place for one
  if (execute::clean_up(files_, hearing_.made_files(), result_)) context_.directories.give_back(worker_.id, files_);
}

// What ended the process is in the output of the test that ran, else outside; but ThreadSanitizer lets a test go on, and ends the
// program at its exit.
std::string BatchRun::finding(const model::Captured& outside) const {
  if (const auto running = hearing_.running()) return sanitizer_finding(hearing_.output(*running));
  if (!hearing_.stream_spoke() && batch_.tests.size() == 1) return sanitizer_finding(hearing_.output(0));
  std::string last = sanitizer_finding(outside);
  for (std::size_t i = batch_.tests.size(); last.empty() && i-- > 0;) {
    const std::string found = sanitizer_finding(hearing_.output(i));
    if (found.starts_with("ThreadSanitizer")) last = fmt::format("{} (during {})", found, schedule::full_name(test(i)));
  }
  return last;
}

void BatchRun::conclude(googletest::ProcessFacts&& facts) {
  const model::Captured outside = hearing_.take_outside_output();
  googletest::tell_skips(facts.outside, outside);
  if (!facts.status.ok()) facts.finding = finding(outside);
  if (!facts.finding.empty() && stacks_.find('\n') == std::string::npos) stacks_.clear();  // the finding has them
  googletest::Conclusion conclusion = googletest::conclude(facts);
  if (second_channel_ && !ending_.stopped()) {
    conclusion.unexplained.push_back(
        {"", "a second program claimed to report the results of this one; does a test run the program again?", {}});
  }
  result_.each_alone = conclusion.each_alone;
  result_.forked = process_ && process_->is_forked();
  result_.stopped = ending_.stopped();
  result_.died = !ending_.stopped() && (ending_.begun() || !facts.report || facts.status.signal != 0);
  result_.finished.reserve(batch_.tests.size());
  for (std::size_t i = 0; i < batch_.tests.size(); ++i) {
    if (conclusion.verdicts[i]) {
      finish_test(i, *std::move(conclusion.verdicts[i]), outside);
    } else {
      result_.unrun.push_back(batch_.tests[i]);
    }
  }
  for (auto& each : conclusion.unexplained) finish_unexplained(std::move(each), model::Captured(outside));
}

void BatchRun::finish_test(std::size_t i, googletest::Verdict&& verdict, const model::Captured& outside) {
  model::TestFinished finished{.test = naming_.name(i), .outcome = verdict.outcome, .duration = unstopped(i, verdict.duration)};
  finished.worker = verdict.outcome == Outcome::not_run ? "" : worker_.id;
  finished.reason = std::move(verdict.reason);
  finished.failures = std::move(verdict.failures);
  finished.properties = std::move(verdict.properties);
  finished.output = hearing_.take_output(i);
  finished.process = number_;
  finished.place = hearing_.place(i);
  if (finished.outcome == Outcome::timed_out || finished.outcome == Outcome::crashed)
    finished.stacks = std::exchange(stacks_, {});
  // By another printer than GoogleTest's nothing tells what is whose.
  const bool unknown = model::is_bad(finished.outcome) && finished.output.empty() && !hearing_.is_cut(i);
  if (unknown && finished.place > 0) finished.output = outside;
  if (model::is_bad(finished.outcome)) finished.repeat_command = naming_.repeat_command(i);
  result_.finished.push_back(std::move(finished));
}

void BatchRun::finish_unexplained(googletest::Unexplained&& unexplained, model::Captured&& output) {
  std::string stacks = unexplained.is_end ? std::exchange(stacks_, {}) : "";
  const std::string id = unexplained.suite.empty() ? naming_.binary() : naming_.binary() + "::" + unexplained.suite;
  result_.failed.push_back({id, worker_.id, std::move(unexplained.text), std::move(unexplained.failures), std::move(output),
                            naming_.repeat_command(id), std::move(stacks)});
}

void BatchRun::on_leftovers(std::vector<Leftover> leftovers) {
  for (const Leftover& each : leftovers) {
    if (!each.program.empty()) result_.killed.insert(each.program);
  }
  if (!ending_.begun()) left_behind_.add(std::move(leftovers));  // else it had no chance to end them
}

BatchResult BatchRun::take_result() {
  if (auto leaky = left_behind_.charge(hearing_, naming_, worker_.id, context_.now())) {
    result_.leaky.push_back(*std::move(leaky));
  }
  return std::move(result_);
}

std::size_t BatchRun::ended() const {
  const auto& heard = hearing_.heard();
  return static_cast<std::size_t>(std::count_if(heard.begin(), heard.end(), [](const auto& each) { return each.ended; }));
}

void BatchRun::measure() {
  const double whole = context_.now() - started_at_;
  result_.times.tests = ended();
  result_.times.testing = std::max(hearing_.last_end() - hearing_.first_start(), 0.0);
  result_.times.overhead = std::max(whole - result_.times.testing, 0.0);
  if (hearing_.stream_spoke()) return;
  result_.times = {.tests = result_.finished.size(), .testing = whole, .overhead = 0};
}

}  // namespace trireme::execute
