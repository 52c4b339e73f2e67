#include "execute/tether.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <utility>

namespace trireme::execute {

Tether::Tether(asio::io_context& loop, std::function<void()> at_end) : child_changed_(loop), at_end_(std::move(at_end)) {}

void Tether::hold(pid_t pid) {
  asio::error_code error;
  child_changed_.add(SIGCHLD, error);
  if (error || ptrace(PTRACE_SEIZE, pid, nullptr, PTRACE_O_TRACEEXIT) != 0) return;
  pid_ = pid;
  await_stop();
}

void Tether::let_go() {
  if (pid_ == 0 || std::exchange(letting_go_, true)) return;
  ptrace(PTRACE_INTERRUPT, pid_, nullptr, nullptr);
}

void Tether::forget() {
  pid_ = 0;
  asio::error_code ignored;
  child_changed_.clear(ignored);
}

void Tether::await_stop() {
  child_changed_.async_wait([this, alive = std::weak_ptr(alive_)](const asio::error_code& error, int /*signal*/) {
    if (error || alive.expired() || pid_ == 0) return;
    on_stop();
    if (!alive.expired() && pid_ != 0) await_stop();
  });
}

void Tether::on_stop() {
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WSTOPPED | WNOHANG) != 0 || info.si_pid == 0) return;
  const int event = info.si_status >> 8;
  if (event == PTRACE_EVENT_EXIT) at_end_();
  const bool signal_delivery = event == 0;
  const long signal = signal_delivery ? info.si_status : 0;
  if (!letting_go_ && event != PTRACE_EVENT_EXIT) {
    // A job-control stop must go on as one.
    const bool group_stop = event == PTRACE_EVENT_STOP && info.si_status % 256 != SIGTRAP;
    ptrace(group_stop ? PTRACE_LISTEN : PTRACE_CONT, pid_, nullptr, signal);
    return;
  }
  ptrace(PTRACE_DETACH, pid_, nullptr, signal);
  forget();
}

}  // namespace trireme::execute
