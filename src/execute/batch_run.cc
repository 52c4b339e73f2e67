#include "execute/batch_run.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "execute/googletest/verdict.h"
#include "schedule/filter.h"

namespace trireme::execute {

using googletest::Cause;
using googletest::Hearing;
using model::Outcome;

namespace {

constexpr double k_grace = 5;  // seconds between SIGTERM and SIGKILL

std::vector<const model::TestCase*> cases(const RunContext& context, const model::Batch& batch) {
  std::vector<const model::TestCase*> result;
  for (const model::TestIndex each : batch.tests) result.push_back(&context.collection.tests[each]);
  return result;
}

}  // namespace

BatchRun::BatchRun(const RunContext& context, model::Batch batch, googletest::WorkerIdentity worker, int number,
                   std::string suffix)
    : context_(context),
      batch_(std::move(batch)),
      worker_(std::move(worker)),
      files_{fmt::format("{}/{}", context.directory, number)},
      suffix_(std::move(suffix)),
      hearing_(cases(context, batch_)) {
  result_.launch = test(0).launch;
}

BatchRun::~BatchRun() = default;

void BatchRun::start(Launcher& launcher, bool comes_again) {
  started_at_ = context_.now();
  const auto command = [this](int port) {
    return googletest::make_command(context_.collection, context_.options, batch_.tests, files_, worker_, port);
  };
  auto process = launcher.launch({command, worker_.id, result_.launch, comes_again}, *this);
  if (!process) return on_start_failed(process.error());
  process_ = *std::move(process);
}

void BatchRun::on_start_failed(const base::Error& error) {
  for (std::size_t i = 0; i < batch_.tests.size(); ++i) {
    finish_test(i, {.outcome = Outcome::error, .reason = error.text});
  }
  clean_up();
  done_ = true;
}

void BatchRun::on_data(std::string_view output, std::string_view channel) {
  const auto running_before = hearing_.running();
  const auto changes = hearing_.on_data(output, channel, context_.now());
  if (context_.options.live_output) show_live(live_.append(output), running_before);
  tell(changes);
}

// GoogleTest prints a test's first line before it tells the stream, and its last one after. Another printer may have neither.
void BatchRun::show_live(std::vector<std::string>&& lines, std::optional<std::size_t> otherwise) {
  for (std::string& line : lines) {
    const auto name = googletest::started_in(line);
    if (const auto starting = name ? hearing_.started(*name) : std::nullopt) printing_ = starting;
    const auto whose = printing_ ? printing_ : otherwise;
    if (printing_ && googletest::ends_in(schedule::full_name(test(*printing_)), line)) printing_.reset();
    context_.emit(model::OutputLine{whose ? test(*whose).id + suffix_ : binary_name(), worker_.id, std::move(line)});
  }
}

void BatchRun::tell(const std::vector<Hearing::Change>& changes) {
  for (const Hearing::Change& change : changes) {
    if (change.kind == Hearing::Change::Kind::started) {
      context_.emit(model::TestStarted{test(change.test).id + suffix_, worker_.id});
      continue;
    }
    const googletest::Heard& heard = hearing_.heard()[change.test];
    googletest::Verdict verdict = googletest::heard_verdict(heard);
    model::TestEnded ended{
        .test = name(change.test), .worker = worker_.id, .outcome = verdict.outcome, .duration = verdict.duration};
    if (verdict.outcome == Outcome::failed) {
      ended.failures = std::move(verdict.failures);
      ended.output = hearing_.output(change.test);
      ended.repeat_command = repeat_command(test(change.test).id);
    }
    context_.emit(std::move(ended));
  }
}

model::TestName BatchRun::name(std::size_t i) const {
  const model::TestCase& each = test(i);
  return {each.id + suffix_, binary_name(), each.suite, each.name, each.file, each.line};
}

std::string BatchRun::binary_name() const {
  return context_.collection.binaries[context_.collection.launches[result_.launch].binary].name;
}

std::string BatchRun::repeat_command(const std::string& id) const {
  std::string command = "trireme -n 0 " + base::shell_quoted(id);
  if (!context_.options.test_args.empty()) command += " --";
  for (const std::string& each : context_.options.test_args) command += " " + base::shell_quoted(each);
  return command;
}

// The timeout of the running test; between tests, of one that was asked for and has not started.
double BatchRun::timeout_now() const {
  if (const auto running = hearing_.running()) return test(*running).timeout;
  if (!hearing_.stream_spoke() && batch_.tests.size() > 1) return 0;
  for (std::size_t i = 0; i < batch_.tests.size(); ++i) {
    if (!hearing_.heard()[i].ended) return test(i).timeout;
  }
  return test(batch_.tests.size() - 1).timeout;
}

void BatchRun::check_clock() {
  const double now = context_.now();
  if (kill_at_ > 0) {
    if (now >= kill_at_) kill();
    return;
  }
  const double since = std::max(hearing_.last_change(), started_at_);
  if (const double timeout = timeout_now(); timeout > 0 && now - since >= timeout) {
    timed_out_after_ = timeout;
    end_by(Cause::timed_out);
    return;
  }
  const auto running = hearing_.running();
  const double slow = context_.options.slow_timeout;
  if (!running || slow <= 0 || now - since < slow || slow_told_ == since) return;
  slow_told_ = since;
  context_.emit(model::TestSlow{test(*running).id + suffix_, worker_.id, now - since});
}

void BatchRun::end_by(Cause cause) {
  cause_ = cause;
  kill_at_ = context_.now() + k_grace;
  if (process_) process_->signal_group(SIGTERM);
}

void BatchRun::stop(Outcome outcome, const std::string& reason) {
  if (done_ || cause_ == Cause::stopped) return;
  stopped_as_ = outcome;
  stop_reason_ = reason;
  end_by(Cause::stopped);
}

void BatchRun::kill() {
  if (process_) process_->signal_group(SIGKILL);
}

googletest::ProcessFacts BatchRun::facts(const base::ExitStatus& status) const {
  googletest::ProcessFacts facts;
  facts.tests = cases(context_, batch_);
  facts.alone = batch_.alone;
  facts.heard = hearing_.heard();
  facts.outside = hearing_.outside();
  facts.stream_believed = hearing_.stream_spoke();
  facts.inside_run = access(files_.inside_run().c_str(), F_OK) == 0;
  facts.exact_filter = std::all_of(facts.tests.begin(), facts.tests.end(),
                                   [](const auto* each) { return schedule::is_expressible(schedule::full_name(*each)); });
  facts.open_suite = hearing_.open_suite();
  facts.open_suite_has_run = hearing_.open_suite_has_run();
  const auto xml = base::read_file(files_.report());
  // A report of a program that never returned from its run was not written by GoogleTest.
  if (xml && !facts.inside_run) facts.report = googletest::parse_report(*xml);
  facts.status = status;
  facts.cause = cause_;
  facts.timeout = timed_out_after_;
  facts.stopped_as = stopped_as_;
  facts.stop_reason = stop_reason_;
  return facts;
}

void BatchRun::on_exit(const base::ExitStatus& status) {
  tell(hearing_.on_exit(context_.now()));
  if (context_.options.live_output) {
    if (std::string rest = live_.rest(); !rest.empty()) show_live({std::move(rest)}, std::nullopt);
  }
  const googletest::ProcessFacts known = facts(status);
  cut_output_without_stream(known);
  conclude(known);
  measure();
  clean_up();
  done_ = true;
}

void BatchRun::cut_output_without_stream(const googletest::ProcessFacts& facts) {
  if (facts.stream_believed) return;
  std::vector<std::size_t> order;
  if (facts.report) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < facts.tests.size(); ++i) {
      places.emplace(googletest::report_key(facts.tests[i]->suite, facts.tests[i]->name), i);
    }
    for (const std::string& key : facts.report->order) {
      if (const auto found = places.find(key); found != places.end()) order.push_back(found->second);
    }
  } else if (facts.tests.size() == 1) {
    order.push_back(0);
  }
  hearing_.cut_by(order);
}

void BatchRun::conclude(const googletest::ProcessFacts& facts) {
  googletest::Conclusion conclusion = googletest::conclude(facts);
  if (second_channel_ && cause_ != Cause::stopped) {
    conclusion.unexplained.push_back(
        {"", "a second program claimed to report the results of this one; does a test run the program again?", {}});
  }
  result_.each_alone = conclusion.each_alone;
  result_.died = cause_ != Cause::stopped && (cause_ == Cause::timed_out || !facts.report || facts.status.signal != 0);
  for (std::size_t i = 0; i < batch_.tests.size(); ++i) {
    if (conclusion.verdicts[i]) {
      finish_test(i, *std::move(conclusion.verdicts[i]));
    } else {
      result_.unrun.push_back(batch_.tests[i]);
    }
  }
  const model::Captured outside = hearing_.take_outside_output();
  for (auto& each : conclusion.unexplained) finish_unexplained(std::move(each), model::Captured(outside));
}

void BatchRun::finish_test(std::size_t i, googletest::Verdict&& verdict) {
  model::TestFinished finished{.test = name(i), .outcome = verdict.outcome, .duration = verdict.duration};
  finished.worker = verdict.outcome == Outcome::not_run ? "" : worker_.id;
  finished.reason = std::move(verdict.reason);
  finished.failures = std::move(verdict.failures);
  finished.properties = std::move(verdict.properties);
  finished.output = hearing_.take_output(i);
  if (model::is_bad(finished.outcome)) finished.repeat_command = repeat_command(test(i).id);
  result_.finished.push_back(std::move(finished));
}

void BatchRun::finish_unexplained(googletest::Unexplained&& unexplained, model::Captured&& output) {
  const std::string id = unexplained.suite.empty() ? binary_name() : binary_name() + "::" + unexplained.suite;
  result_.failed.push_back(
      {id, worker_.id, std::move(unexplained.text), std::move(unexplained.failures), std::move(output), repeat_command(id)});
}

// A directory in which a test that did not pass left files is kept, and named with that test.
void BatchRun::clean_up() {
  const bool bad =
      !result_.failed.empty() || std::any_of(result_.finished.begin(), result_.finished.end(), [](const auto& each) {
        return model::is_bad(each.outcome) || each.outcome == Outcome::interrupted;
      });
  std::error_code error;
  const bool left_files = !std::filesystem::is_empty(files_.temp(), error) && !error;
  if (!bad || !left_files) {
    std::filesystem::remove_all(files_.directory, error);
    return;
  }
  for (model::TestFinished& each : result_.finished) {
    if (each.outcome != Outcome::passed && each.outcome != Outcome::skipped) each.kept_directory = files_.temp();
  }
}

void BatchRun::measure() {
  const auto ended =
      std::count_if(hearing_.heard().begin(), hearing_.heard().end(), [](const auto& each) { return each.ended; });
  const double whole = context_.now() - started_at_;
  result_.times.tests = static_cast<std::size_t>(ended);
  result_.times.testing = std::max(hearing_.last_end() - hearing_.first_start(), 0.0);
  result_.times.overhead = std::max(whole - result_.times.testing, 0.0);
  if (hearing_.stream_spoke()) return;
  result_.times = {.tests = result_.finished.size(), .testing = whole, .overhead = 0};
}

}  // namespace trireme::execute
