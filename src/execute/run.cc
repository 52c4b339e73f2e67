#include "execute/run.h"

#include <signal.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/child.h"
#include "execute/batch_run.h"
#include "execute/leftovers.h"
#include "execute/outcomes.h"
#include "execute/repeats.h"
#include "execute/resource_log.h"
#include "execute/stopping.h"
#include "execute/worker_names.h"
#include "schedule/queue.h"

namespace trireme::execute {

using model::Outcome;

namespace {

constexpr double k_tick = 0.05;  // seconds

std::vector<std::string> ran_in(const BatchResult& result) {
  std::vector<std::string> ids;
  for (const model::TestFinished& each : result.finished) {
    if (each.outcome != Outcome::not_run && each.place > 0) ids.push_back(each.test.id);
  }
  return ids;
}

// The tests that ran, and what no test explains; else its program.
std::vector<std::string> ended_in(const BatchResult& result, const std::string& program) {
  std::vector<std::string> ids;
  for (const model::TestFinished& each : result.finished) {
    const bool ended = each.outcome == Outcome::passed || each.outcome == Outcome::failed || each.outcome == Outcome::skipped;
    if (each.place > 0 && !ended) ids.push_back(each.test.id);
  }
  for (const model::ProcessFailed& each : result.failed) ids.push_back(each.id);
  if (ids.empty()) ids.push_back(program);
  return ids;
}

class Run {
 public:
  Run(const RunSettings& settings, Launcher& launcher, events::Sink& sink)
      : settings_(settings),
        launcher_(launcher),
        workers_(settings.options),
        stopping_(settings.options),
        queue_(settings.collection, settings.options, settings.workers),
        repeats_(settings.collection, settings.options, stopping_),
        directories_(settings.directory, settings.messages),
        resource_log_(settings.resource, settings.now),
        outcomes_(settings, sink, stopping_, repeats_),
        context_{settings.collection,
                 settings.options,
                 directories_,
                 settings.now,
                 [this](model::Event event) {
                   resource_log_.hear(event);
                   outcomes_.hear(std::move(event));
                 },
                 [this] { return stop_if_lost(); }},
        running_(static_cast<std::size_t>(settings.workers)),
        waiting_(running_.size()) {}

  void run(const model::RunStarted& opening) {
    outcomes_.open(opening);
    loop();
    end_all_leftovers();
    launcher_.finish();
    outcomes_.close(queue_.drain());
  }

 private:
  void loop() {
    for (;;) {
      stopping_.on_time(settings_.now());
      stop_if_lost();
      queue_repeats();
      feed_workers();
      if (settings_.resource != nullptr) settings_.resource->look(settings_.now());
      if (settings_.attendant != nullptr) settings_.attendant->catch_up();
      tell_notes();
      end_what_runs_when_stopping();
      const bool idle = std::none_of(running_.begin(), running_.end(), [](const auto& each) { return each != nullptr; });
      if (idle && (stopping_.stop() || !more_to_run())) return;
      for (const int signal : launcher_.wait(k_tick)) on_signal(signal);
      tick();
      collect_finished();
    }
  }

  bool stop_if_lost() {
    const std::string why = settings_.resource != nullptr ? settings_.resource->lost() : "";
    if (why.empty()) return false;
    stopping_.on_loss(why);
    end_what_runs_when_stopping();
    return true;
  }

  // Who asks for fork servers wants to know why there are none.
  void tell_notes() {
    const bool detail = settings_.options.launcher != model::LauncherKind::forkserver;
    for (std::string& note : launcher_.take_notes()) outcomes_.emit(model::Notice{std::move(note), detail});
  }

  // Each is put in front of the queue, so the first comes last.
  void queue_repeats() {
    const auto due = repeats_.take_due(settings_.now());
    for (auto each = due.rbegin(); each != due.rend(); ++each) queue_.put_back(each->worker, {each->test}, true);
  }

  void feed_workers() {
    for (std::size_t worker = 0; worker < running_.size(); ++worker) {
      while (!running_[worker] && !stopping_.stop()) {
        if (!waiting_[worker]) waiting_[worker] = queue_.next(static_cast<int>(worker), running_tests());
        if (!waiting_[worker]) break;
        const Resource::HandOut given = hand_out(worker);
        if (!given) break;
        start(worker, *std::exchange(waiting_[worker], std::nullopt), *given);
      }
    }
  }

  [[nodiscard]] std::size_t running_tests() const {
    std::size_t count = 0;
    for (const auto& batch : running_) count += batch ? batch->unended() : 0;
    return count;
  }

  Resource::HandOut hand_out(std::size_t worker) {
    if (settings_.resource == nullptr) return std::vector<std::string>();
    const model::TestCase& first = settings_.collection.tests[waiting_[worker]->tests.front()];
    return settings_.resource->hand_out(workers_.name(worker), settings_.collection.launches[first.launch]);
  }

  void start(std::size_t worker, model::Batch batch, const base::Result<std::vector<std::string>>& given) {
    const std::string suffix = workers_.suffix(worker);
    batch.by_exec = repeats_.is_executed_next(settings_.collection.tests[batch.tests.front()].id + suffix);
    googletest::WorkerIdentity identity{workers_.name(worker), settings_.workers, settings_.run_id};
    if (given) identity.environment = *given;
    if (settings_.attendant != nullptr) {
      for (std::string& each : settings_.attendant->environment(identity.id)) identity.environment.push_back(std::move(each));
      identity.counts = settings_.attendant->counts_of_next(identity.id);
    }
    running_[worker] = std::make_unique<BatchRun>(context_, std::move(batch), std::move(identity), ++last_number_, suffix);
    if (given) {
      resource_log_.begin(workers_.name(worker));
      running_[worker]->start(launcher_);
    } else {
      running_[worker]->on_start_failed(given.error());
    }
    if (running_[worker]->done()) settle(worker);
  }

  [[nodiscard]] bool any_waiting() const {
    return std::any_of(waiting_.begin(), waiting_.end(), [](const auto& each) { return each.has_value(); });
  }

  [[nodiscard]] bool more_to_run() const { return !queue_.empty() || any_waiting() || repeats_.any_planned(); }

  void put_back_what_waits() {
    for (std::size_t worker = 0; worker < waiting_.size(); ++worker) {
      const auto batch = std::exchange(waiting_[worker], std::nullopt);
      if (!batch) continue;
      queue_.put_back(static_cast<int>(worker), batch->tests, batch->alone);
      queue_.on_end();
    }
  }

  void tick() {
    if (settings_.now() - last_tick_ < k_tick) return;
    last_tick_ = settings_.now();
    for (auto& batch : running_) {
      if (batch) batch->check_clock();
    }
    outcomes_.emit(model::Tick{});
  }

  void collect_finished() {
    for (std::size_t worker = 0; worker < running_.size(); ++worker) {
      if (running_[worker] && running_[worker]->done()) settle(worker);
    }
  }

  void settle(std::size_t worker) {
    end_leftovers_of(worker);
    BatchResult result = running_[worker]->take_result();
    running_[worker].reset();
    queue_.record(result.launch, result.times);
    queue_.on_end();
    if (!result.unrun.empty()) queue_.put_back(static_cast<int>(worker), result.unrun, result.each_alone);
    resource_log_.settle(result, workers_.name(worker));
    if (settings_.resource != nullptr) settings_.resource->take_back(workers_.name(worker));
    const bool died = result.died;
    if (settings_.attendant != nullptr) settings_.attendant->on_end(workers_.name(worker), ran_in(result));
    if (settings_.attendant != nullptr && (died || result.stopped)) {
      const std::string& program = settings_.collection.binaries[settings_.collection.launches[result.launch].binary].name;
      settings_.attendant->on_early_end(workers_.name(worker), ended_in(result, program));
    }
    if (settings_.attendant != nullptr) settings_.attendant->on_killed(result.killed);
    outcomes_.settle(std::move(result), worker);
    if (died && more_to_run()) stopping_.count_restart();
  }

  [[nodiscard]] std::vector<pid_t> own_processes() const {
    std::vector<pid_t> own = launcher_.own_processes();
    if (settings_.resource != nullptr) {
      const std::vector<pid_t> more = settings_.resource->own_processes();
      own.insert(own.end(), more.begin(), more.end());
    }
    for (const auto& batch : running_) {
      if (batch) own.push_back(batch->pid());
    }
    return own;
  }

  void end_leftovers_of(std::size_t worker) {
    running_[worker]->on_leftovers(end_leftovers(workers_.name(worker), own_processes()));
  }

  // Those that no longer tell whose they are.
  void end_all_leftovers() {
    const std::vector<Leftover> left = end_leftovers("", own_processes());
    if (!left.empty()) outcomes_.report({"", "", "some test " + told(left)});
  }

  void on_signal(int signal) {
    if (signal == SIGTSTP) return stop_for_a_while();
    if (signal == SIGUSR1) return tell_what_runs();
    if (stopping_.on_signal(signal)) return;
    for (auto& batch : running_) {
      if (batch) batch->signal(SIGKILL);
    }
  }

  // Tests stop and go on with us, and none of it counts as their time.
  void stop_for_a_while() {
    for (auto& batch : running_) {
      if (batch) batch->signal(SIGSTOP);
    }
    const double stopped = settings_.stop();
    for (auto& batch : running_) {
      if (batch) batch->go_on(stopped);
    }
  }

  void tell_what_runs() {
    for (const auto& batch : running_) {
      if (batch) outcomes_.emit(model::Notice{batch->state()});
    }
  }

  void end_what_runs_when_stopping() {
    const std::optional<Stop>& stop = stopping_.stop();
    if (!stop) return;
    put_back_what_waits();
    for (auto& batch : running_) {
      if (batch) batch->stop(stop->running, stop->reason);
    }
  }

  const RunSettings& settings_;
  Launcher& launcher_;
  WorkerNames workers_;
  Stopping stopping_;
  schedule::Queue queue_;
  Repeats repeats_;
  ProcessDirectories directories_;
  ResourceLog resource_log_;
  Outcomes outcomes_;
  RunContext context_;
  std::vector<std::unique_ptr<BatchRun>> running_;    // by worker; null: free
  std::vector<std::optional<model::Batch>> waiting_;  // by worker: what it runs when there is what that uses
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
