// The functions that wait for processes are ours, so that the runner hears of programs that a test has started and that a signal has
// ended, as it does those of death tests of the style "threadsafe": the compiler's runtime had no chance to write in them what they
// had counted. Which of them count, the runner knows by their names.
#include "agent/waiting.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "agent/counting.h"
#include "agent/counts.h"
#include "agent/next_definition.h"

namespace trireme::agent {

namespace {

using Wait = pid_t (*)(pid_t, int*, int);
using WaitWithUsage = pid_t (*)(pid_t, int*, int, rusage*);
using WaitForId = int (*)(idtype_t, id_t, siginfo_t*, int);

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

constexpr unsigned long k_forked_and_not_executed = 0x40;  // PF_FORKNOEXEC, which the kernel tells

// What the kernel tells of a process that has ended and is not reaped; false: nothing.
template <std::size_t size>
bool read_status(pid_t pid, char (&text)[size]) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const ssize_t length = read(file, text, size - 1);
  close(file);
  text[std::max<ssize_t>(length, 0)] = '\0';
  return length > 0;
}

void note_if_executed(pid_t pid) {
  char text[512];
  if (!read_status(pid, text)) return;
  const char* const begin = std::strchr(text, '(');
  const char* const end = std::strrchr(text, ')');
  if (begin == nullptr || end == nullptr) return;
  unsigned long flags = 0;
  if (std::sscanf(end + 1, " %*c %*d %*d %*d %*d %*d %lu", &flags) != 1 || (flags & k_forked_and_not_executed) != 0) return;
  char name[k_name_size] = {};
  std::memcpy(name, begin + 1, std::min(static_cast<std::size_t>(end - begin - 1), sizeof name - 1));
  note_killed_program(name);
}

// False: a signal came first.
bool look_at_ended(idtype_t kind, id_t id, int options) {
  const int before = errno;
  siginfo_t info{};
  if (real_waitid()(kind, id, &info, options | WEXITED | WNOWAIT) != 0 && errno == EINTR) return false;
  const bool is_killed = info.si_pid != 0 && (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED);
  if (is_killed) note_if_executed(info.si_pid);
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
