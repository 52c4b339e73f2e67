// waitpid is ours, so that the runner hears of a death test of the style "threadsafe" whose program, which is the test program itself,
// a signal has ended: the compiler's runtime had no chance to write in it what that had counted.
#include "agent/waiting.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "agent/counting.h"
#include "agent/next_definition.h"
#include "agent/process_stat.h"

namespace trireme::agent {

namespace {

using Wait = pid_t (*)(pid_t, int*, int);

Wait real_wait() {
  static Wait found = nullptr;
  return next_definition("waitpid", found);
}

constexpr unsigned long k_forked_and_not_executed = 0x40;  // PF_FORKNOEXEC, which the kernel tells
constexpr int k_flags = 7;                                 // which field of a process's stat
constexpr std::size_t k_longest_name = 15;                 // of a process

// Of a process that has ended and is not reaped: was it executed from a file of our program's name?
bool is_program_like_us(pid_t pid) {
  const ProcessStat stat(pid);
  const std::string_view own(program_invocation_short_name, strnlen(program_invocation_short_name, k_longest_name));
  return stat.name() == own && (stat.field(k_flags) & k_forked_and_not_executed) == 0;
}

// False: a signal came first.
bool look_at_ended(pid_t pid, int options) {
  siginfo_t info{};
  const int wanted = WEXITED | WNOWAIT | (options & ~WUNTRACED) | ((options & WUNTRACED) != 0 ? WSTOPPED : 0);
  const idtype_t kind = pid == -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
  const pid_t id = pid > 0 ? pid : pid == 0 ? getpgrp() : -pid;
  if (waitid(kind, static_cast<id_t>(id), &info, wanted) != 0) return errno != EINTR;
  const bool is_killed = info.si_pid != 0 && (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED);
  if (is_killed && is_program_like_us(info.si_pid)) note_killed_program();
  return true;
}

}  // namespace

void look_up_what_waits() { (void)real_wait(); }

}  // namespace trireme::agent

TRIREME_EXPORTED pid_t waitpid(pid_t pid, int* status, int options) {
  using namespace trireme::agent;
  const Wait real = real_wait();
  if (!is_counting()) return real(pid, status, options);
  const int before = errno;
  if (!look_at_ended(pid, options)) return -1;
  errno = before;
  return real(pid, status, options);
}
