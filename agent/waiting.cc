// The functions that wait for processes are ours, so that the runner hears of programs that a test has started and that a signal
// has ended, as it does those of death tests of the style "threadsafe": the compiler's runtime had no chance to write in them what
// they had counted. Which of them count, the runner knows by their names. Of what a shell has started only the shell tells, by its
// status.
#include "agent/waiting.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "agent/counting.h"
#include "agent/counts.h"
#include "agent/next_definition.h"
#include "agent/process_stat.h"

namespace trireme::agent {

namespace {

using Wait = pid_t (*)(pid_t, int*, int);
using WaitWithUsage = pid_t (*)(pid_t, int*, int, rusage*);
using WaitForId = int (*)(idtype_t, id_t, siginfo_t*, int);
using RunByShell = int (*)(const char*);
using CloseShell = int (*)(FILE*);

Wait real_waitpid() {
  static Wait found = nullptr;
  return next_definition("waitpid", found);
}

WaitWithUsage real_wait4() {
  static WaitWithUsage found = nullptr;
  return next_definition("wait4", found);
}

WaitForId real_waitid() {
  static WaitForId found = nullptr;
  return next_definition("waitid", found);
}

RunByShell real_system() {
  static RunByShell found = nullptr;
  return next_definition("system", found);
}

CloseShell real_pclose() {
  static CloseShell found = nullptr;
  return next_definition("pclose", found);
}

constexpr unsigned long k_forked_and_not_executed = 0x40;  // PF_FORKNOEXEC, which the kernel tells
constexpr int k_flags = 7;                                 // which field of a process's stat

// The exit status of a shell when a signal has ended what it ran last.
bool tells_of_signal(int code) { return code > 128 && code <= 128 + SIGRTMAX; }

void note_killed(std::string_view known) {
  char name[k_name_size] = {};
  std::memcpy(name, known.data(), std::min(known.size(), sizeof name - 1));
  note_killed_program(name);
}

// Of a process that has ended and is not reaped.
void look_at_ended(const siginfo_t& info) {
  const bool is_killed = info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
  if (!is_killed && !(info.si_code == CLD_EXITED && tells_of_signal(info.si_status))) return;
  const ProcessStat stat(info.si_pid);
  const std::string_view name = stat.name();
  if (name.empty() || (stat.field(k_flags) & k_forked_and_not_executed) != 0) return;
  is_killed ? note_killed(name) : note_told_of_signal();
}

// What only the shell knew by name.
int look_at_status(int status) {
  const bool is_told = WIFSIGNALED(status) || (WIFEXITED(status) && tells_of_signal(WEXITSTATUS(status)));
  if (is_told && is_counting()) note_told_of_signal();
  return status;
}

// False: a signal came first.
bool look_at_ended(idtype_t kind, id_t id, int options) {
  const int before = errno;
  siginfo_t info{};
  if (real_waitid()(kind, id, &info, options | WEXITED | WNOWAIT) != 0 && errno == EINTR) return false;
  if (info.si_pid != 0) look_at_ended(info);
  errno = before;
  return true;
}

// … as waitpid has them.
bool look_at_ended(pid_t pid, int options) {
  if (!is_counting()) return true;
  const idtype_t kind = pid == -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
  const pid_t id = pid > 0 ? pid : pid == 0 ? getpgrp() : -pid;
  return look_at_ended(kind, static_cast<id_t>(id), options);
}

}  // namespace

void look_up_what_waits() {
  (void)real_waitpid();
  (void)real_wait4();
  (void)real_waitid();
  (void)real_system();
  (void)real_pclose();
}

void look_at_child(pid_t child) {
  if (has_counts()) (void)look_at_ended(P_PID, static_cast<id_t>(child), 0);
}

}  // namespace trireme::agent

TRIREME_EXPORTED pid_t waitpid(pid_t pid, int* status, int options) {
  using namespace trireme::agent;
  return look_at_ended(pid, options) ? real_waitpid()(pid, status, options) : -1;
}

TRIREME_EXPORTED pid_t wait(int* status) {
  using namespace trireme::agent;
  return look_at_ended(-1, 0) ? real_waitpid()(-1, status, 0) : -1;
}

TRIREME_EXPORTED pid_t wait4(pid_t pid, int* status, int options, rusage* usage) noexcept {
  using namespace trireme::agent;
  return look_at_ended(pid, options) ? real_wait4()(pid, status, options, usage) : -1;
}

TRIREME_EXPORTED pid_t wait3(int* status, int options, rusage* usage) noexcept {
  using namespace trireme::agent;
  return look_at_ended(-1, options) ? real_wait4()(-1, status, options, usage) : -1;
}

TRIREME_EXPORTED int waitid(idtype_t kind, id_t id, siginfo_t* info, int options) {
  using namespace trireme::agent;
  if (is_counting() && (options & WEXITED) != 0 && !look_at_ended(kind, id, options)) return -1;
  return real_waitid()(kind, id, info, options);
}

TRIREME_EXPORTED int system(const char* command) {
  using namespace trireme::agent;
  const int status = real_system()(command);
  return command == nullptr ? status : look_at_status(status);
}

TRIREME_EXPORTED int pclose(FILE* stream) {
  using namespace trireme::agent;
  return look_at_status(real_pclose()(stream));
}
