#include "execute/ending.h"

#include <signal.h>

namespace trireme::execute {

using googletest::Cause;

namespace {

constexpr double k_grace = 5;  // seconds between SIGTERM and SIGKILL

}  // namespace

void Ending::time_out(double timeout, double now, Process* process) {
  cause_ = Cause::timed_out;
  timeout_ = timeout;
  if (process == nullptr || process->pid() == 0) return ask_to_end(now, process);
  ask_at_ = now + Process::k_wait_for_stacks;
  process->ask_for_stacks(0);
}

void Ending::on_stacks(double now, Process* process) {
  if (ask_at_ > 0) ask_to_end(now, process);
}

void Ending::stop(model::Outcome outcome, const std::string& reason, double now, Process* process) {
  if (stopped()) return;
  cause_ = Cause::stopped;
  stopped_as_ = outcome;
  stop_reason_ = reason;
  ask_to_end(now, process);
}

void Ending::ask_to_end(double now, Process* process) {
  if (ask_at_ > 0) waited_ = now - (ask_at_ - Process::k_wait_for_stacks);
  ask_at_ = 0;
  kill_at_ = now + k_grace;
  if (process != nullptr) process->signal_group(SIGTERM);
}

void Ending::check(double now, Process* process) {
  if (ask_at_ > 0) {
    if (now >= ask_at_) ask_to_end(now, process);
    return;
  }
  if (begun() && now >= kill_at_ && process != nullptr) process->signal_group(SIGKILL);
}

void Ending::tell(googletest::ProcessFacts& facts) const {
  facts.cause = cause_;
  facts.timeout = timeout_;
  facts.stopped_as = stopped_as_;
  facts.stop_reason = stop_reason_;
}

}  // namespace trireme::execute
