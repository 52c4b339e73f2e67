#include "execute/run.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/child.h"
#include "execute/batch_run.h"
#include "execute/leftovers.h"
#include "execute/stopping.h"
#include "schedule/queue.h"

namespace trireme::execute {

using model::Outcome;
using model::TestIndex;

namespace {

constexpr double k_tick = 0.05;  // seconds

class Run {
 public:
  Run(const RunSettings& settings, Launcher& launcher, events::Sink& sink)
      : settings_(settings),
        launcher_(launcher),
        sink_(sink),
        stopping_(settings.options),
        queue_(settings.collection, settings.options, settings.workers),
        directories_(settings.directory),
        context_{settings.collection, settings.options, directories_, settings.now,
                 [this](model::Event event) { on_batch_event(std::move(event)); }},
        running_(static_cast<std::size_t>(settings.workers)) {}

  void run(const model::RunStarted& opening) {
    emit(opening);
    for (const model::CollectionError& error : settings_.collection.errors)
      emit(model::CollectionFailed{error.path, error.text});
    const std::size_t errors = settings_.collection.errors.size();
    if (errors > 0 && !settings_.options.continue_on_collection_errors) stopping_.on_collection_errors(errors);
    report_disabled();
    loop();
    report_leftovers();
    const auto& stop = stopping_.stop();
    emit(model::RunFinished{stop ? stop->banner : "", stop && stop->interrupted});
  }

 private:
  bool each() const { return settings_.options.dist == model::Dist::each; }
  // One worker is called master, as pytest-xdist's is.
  bool serial() const { return settings_.options.workers == 0 || settings_.options.dist == model::Dist::no; }
  std::string worker_name(std::size_t worker) const { return serial() ? "master" : fmt::format("gw{}", worker); }
  std::string suffix(std::size_t worker) const { return each() ? "@" + worker_name(worker) : ""; }

  void emit(model::Event event) { sink_.on({settings_.now(), std::move(event)}); }

  void loop() {
    for (;;) {
      feed_workers();
      tell_notes();
      if (std::none_of(running_.begin(), running_.end(), [](const auto& each) { return each != nullptr; })) return;
      for (const int signal : launcher_.wait(k_tick)) on_signal(signal);
      tick();
      collect_finished();
    }
  }

  // Who asks for fork servers wants to know why there are none.
  void tell_notes() {
    const bool detail = settings_.options.launcher != model::LauncherKind::forkserver;
    for (std::string& note : launcher_.take_notes()) emit(model::Notice{std::move(note), detail});
  }

  void feed_workers() {
    for (std::size_t worker = 0; worker < running_.size(); ++worker) {
      while (!running_[worker] && !stopping_.stop()) {
        auto batch = queue_.next(static_cast<int>(worker));
        if (!batch) break;
        start(worker, *std::move(batch));
      }
    }
  }

  void start(std::size_t worker, model::Batch batch) {
    const googletest::WorkerIdentity identity{worker_name(worker), settings_.workers, settings_.run_id};
    running_[worker] = std::make_unique<BatchRun>(context_, std::move(batch), identity, ++last_number_, suffix(worker));
    running_[worker]->start(launcher_, queue_.holds(running_[worker]->launch()));
    if (running_[worker]->done()) settle(worker);
  }

  void tick() {
    if (settings_.now() - last_tick_ < k_tick) return;
    last_tick_ = settings_.now();
    for (auto& batch : running_) {
      if (batch) batch->check_clock();
    }
    emit(model::Tick{});
  }

  void collect_finished() {
    for (std::size_t worker = 0; worker < running_.size(); ++worker) {
      if (running_[worker] && running_[worker]->done()) settle(worker);
    }
  }

  void settle(std::size_t worker) {
    BatchResult result = running_[worker]->take_result();
    running_[worker].reset();
    end_leftovers_of(worker, result.launch);
    queue_.record(result.launch, result.times);
    if (!result.unrun.empty()) queue_.put_back(static_cast<int>(worker), result.unrun, result.each_alone);
    for (model::TestFinished& finished : result.finished) on_finished(std::move(finished));
    for (model::ProcessFailed& failed : result.failed) {
      if (stopping_.past_limit()) continue;
      emit(std::move(failed));
      if (stopping_.count_failure()) stop_all();
    }
    if (result.died && !queue_.empty() && stopping_.count_restart()) stop_all();
  }

  void end_leftovers_of(std::size_t worker, std::uint32_t launch) {
    std::vector<pid_t> own = launcher_.own_processes();
    for (const auto& batch : running_) {
      if (batch) own.push_back(batch->pid());
    }
    const std::string& binary = settings_.collection.binaries[settings_.collection.launches[launch].binary].name;
    for (const Leftover& leftover : end_leftovers(worker_name(worker), own)) {
      emit(model::Notice{
          fmt::format("[{}] {} left a process behind, which was killed: {}", worker_name(worker), binary, leftover.command)});
    }
  }

  void on_batch_event(model::Event event) {
    const auto* ended = std::get_if<model::TestEnded>(&event);
    const bool failed = ended != nullptr && model::is_bad(ended->outcome);
    // GoogleTest "skips" the rest of a batch after a failure (--gtest_fail_fast): only its report tells these from skips.
    if (stopping_.past_limit() && ended != nullptr && ended->outcome != Outcome::passed) return;
    const std::string id = failed ? ended->test.id : "";
    emit(std::move(event));
    if (failed && stopping_.count_failure(id)) stop_all();
  }

  void on_finished(model::TestFinished&& finished) {
    const bool bad = model::is_bad(finished.outcome);
    const std::string id = finished.test.id;
    const bool surplus = bad && stopping_.past_limit() && !stopping_.is_counted(id);
    if (surplus) {
      finished.outcome = Outcome::not_run;
      finished.reason = stopping_.stop()->banner;
      finished.failures.clear();
      finished.repeat_command.clear();
    }
    emit(std::move(finished));
    if (bad && !surplus && stopping_.count_failure(id)) stop_all();
  }

  void on_signal(int signal) {
    if (stopping_.on_signal(signal)) return stop_all();
    for (auto& batch : running_) {
      if (batch) batch->kill();
    }
  }

  void stop_all() {
    for (auto& batch : running_) {
      if (batch) batch->stop(stopping_.stop()->running, stopping_.stop()->reason);
    }
  }

  void report_unrun(TestIndex index, const std::string& id_suffix, Outcome outcome, const std::string& reason) {
    const model::TestCase& test = settings_.collection.tests[index];
    const std::string& binary = settings_.collection.binaries[settings_.collection.launches[test.launch].binary].name;
    model::TestFinished finished{.test = {test.id + id_suffix, binary, test.suite, test.name, test.file, test.line}};
    finished.outcome = outcome;
    finished.reason = reason;
    emit(std::move(finished));
  }

  void report_disabled() {
    for (TestIndex i = 0; i < settings_.collection.tests.size(); ++i) {
      if (!settings_.collection.tests[i].disabled) continue;
      for (std::size_t worker = 0; worker < (each() ? running_.size() : 1); ++worker) {
        report_unrun(i, suffix(worker), Outcome::skipped, "disabled");
      }
    }
  }

  void report_leftovers() {
    for (const schedule::Queue::Leftover& leftover : queue_.drain()) {
      const std::string id_suffix = leftover.worker < 0 ? "" : suffix(static_cast<std::size_t>(leftover.worker));
      report_unrun(leftover.test, id_suffix, Outcome::not_run, stopping_.stop().value_or(Stop{}).reason);
    }
  }

  const RunSettings& settings_;
  Launcher& launcher_;
  events::Sink& sink_;
  Stopping stopping_;
  schedule::Queue queue_;
  ProcessDirectories directories_;
  RunContext context_;
  std::vector<std::unique_ptr<BatchRun>> running_;  // by worker; null: free
  int last_number_ = 0;
  double last_tick_ = 0;
};

}  // namespace

void run_tests(const RunSettings& settings, const model::RunStarted& opening, Launcher& launcher, events::Sink& sink) {
  Run(settings, launcher, sink).run(opening);
}

std::size_t expected_outcomes(const model::Options& options, const model::Collection& collection, int workers) {
  return collection.tests.size() * (options.dist == model::Dist::each ? static_cast<std::size_t>(workers) : 1);
}

}  // namespace trireme::execute
