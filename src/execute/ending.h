// How we end a batch's process: why, and by which signals when.
#pragma once

#include <string>

#include "execute/googletest/verdict.h"
#include "execute/launcher.h"
#include "model/outcome.h"

namespace trireme::execute {

class Ending {
 public:
  // A test, or what ran between tests, took longer than `timeout` seconds. Asks for the stacks before anything else.
  void time_out(double timeout, double now, Process* process);
  // The run stops; the running test becomes `outcome`. The first reason counts.
  void stop(model::Outcome outcome, const std::string& reason, double now, Process* process);
  // The stacks have come: now it is asked to end.
  void on_stacks(double now, Process* process);
  // SIGKILL when it is due.
  void check(double now, Process* process);

  // Seconds that the process ran on only for its stacks.
  [[nodiscard]] double waited() const { return waited_; }
  [[nodiscard]] bool begun() const { return cause_ != googletest::Cause::natural; }
  [[nodiscard]] bool stopped() const { return cause_ == googletest::Cause::stopped; }
  void tell(googletest::ProcessFacts& facts) const;

 private:
  void ask_to_end(double now, Process* process);

  googletest::Cause cause_ = googletest::Cause::natural;
  double kill_at_ = 0;
  double ask_at_ = 0;  // when no stacks have come; 0: it has been asked to end
  double waited_ = 0;
  double timeout_ = 0;
  model::Outcome stopped_as_ = model::Outcome::not_run;
  std::string stop_reason_;
};

}  // namespace trireme::execute
