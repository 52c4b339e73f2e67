// Whether the run goes on: collection errors, -x and --maxfail, --max-worker-restart, --session-timeout, signals.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "model/options.h"
#include "model/outcome.h"

namespace trireme::execute {

// Why a run stops before its tests are all done.
struct Stop {
  std::string banner;                                // for the summary: "stopping after 2 failures"
  std::string reason;                                // for each test that is not run: "maxfail"
  model::Outcome running = model::Outcome::not_run;  // what a test becomes that runs now
  bool interrupted = false;
  model::Outcome waiting = model::Outcome::not_run;  // what a test becomes that has not run
};

class Stopping {
 public:
  explicit Stopping(const model::Options& options)
      : maxfail_(options.maxfail), max_restarts_(options.max_worker_restart), session_timeout_(options.session_timeout) {}

  // The first of these with which the run stops is its stop().
  void on_collection_errors(std::size_t errors);
  // A test, by its id, or (without one) the end of a process. A test counts once, when it is first heard of.
  void count_failure(const std::string& id = "");
  // A process that died must be replaced.
  void count_restart();
  // Seconds since the run started.
  void on_time(double now);
  // What tests use is gone, so that they cannot be told to pass or to fail. `why`: a sentence.
  void on_loss(const std::string& why);
  // Takes the place of another reason. False when the run stops for a signal already.
  bool on_signal(int signal);

  [[nodiscard]] bool is_counted(const std::string& id) const { return counted_.count(id) > 0; }
  // No more failures may be reported than have been.
  [[nodiscard]] bool past_limit() const { return maxfail_ > 0 && failures_ >= maxfail_; }
  [[nodiscard]] const std::optional<Stop>& stop() const { return stop_; }

 private:
  void stop_with(Stop stop);

  int maxfail_;
  std::optional<int> max_restarts_;
  double session_timeout_;
  int failures_ = 0;
  int restarts_ = 0;
  std::set<std::string> counted_;
  std::optional<Stop> stop_;
};

}  // namespace trireme::execute
