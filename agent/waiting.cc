// waitpid is ours, so that the runner hears of a death test of the style "threadsafe" whose program, which is the test program itself,
// a signal has ended: the compiler's runtime had no chance to write in it what that had counted.
#include "agent/waiting.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "agent/counting.h"
#include "agent/next_definition.h"

namespace trireme::agent {

namespace {

using Wait = pid_t (*)(pid_t, int*, int);

Wait real_wait() {
  static Wait found = nullptr;
  return next_definition("waitpid", found);
}

constexpr unsigned long k_forked_and_not_executed = 0x40;  // PF_FORKNOEXEC, which the kernel tells
constexpr std::size_t k_longest_name = 15;                 // of a process

// Of a process that has ended and is not reaped: was it executed from a file of our program's name?
bool is_program_like_us(pid_t pid) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  char text[512];
  const ssize_t size = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (size <= 0) return false;
  text[size] = '\0';
  const char* const name = std::strchr(text, '(');
  const char* const end = std::strrchr(text, ')');
  if (name == nullptr || end == nullptr) return false;
  char own[k_longest_name + 1] = {};
  std::strncpy(own, program_invocation_short_name, k_longest_name);
  const auto length = static_cast<std::size_t>(end - name - 1);
  unsigned long flags = 0;
  return length == std::strlen(own) && std::memcmp(name + 1, own, length) == 0 &&
         std::sscanf(end + 1, " %*c %*d %*d %*d %*d %*d %lu", &flags) == 1 && (flags & k_forked_and_not_executed) == 0;
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
