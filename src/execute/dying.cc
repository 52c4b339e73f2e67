#include "execute/dying.h"

#include <utility>

namespace trireme::execute {

namespace {

constexpr double k_time_to_die = 2;  // seconds, after its stack has been waited for

}  // namespace

void Dying::begin(const Crash& crash, bool at_once, double now, Process* process) {
  if (begun()) return;
  crash_ = crash;
  began_at_ = now;
  at_once ? let(now, process) : process->ask_for_stacks(crash.thread);
}

void Dying::let(double now, Process* process) {
  if (!std::exchange(may_die_, true) && begun()) waited_ = now - began_at_;
  if (begun() && process != nullptr) process->go_on();
}

// Again and again: it may have been let go on before it stood still.
bool Dying::check(double now, Process* process) {
  if (!begun()) return false;
  if (may_die_ || now >= began_at_ + Process::k_wait_for_stacks) let(now, process);
  return now < began_at_ + Process::k_wait_for_stacks + k_time_to_die;
}

}  // namespace trireme::execute
