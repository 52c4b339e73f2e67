// Who traces a process hears of its end first, and can keep it from its parent for as long as it likes. A tracer that is no
// descendant of ours is not ours to end: such a process, as one that is another user's, is given up after a second or two and
// stays.
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <set>
#include <sstream>

#include "base/child.h"
#include "base/fd.h"

namespace trireme::base {

namespace {

constexpr int k_dying = 1000;  // milliseconds that a killed process may take to be gone, and its tracer to let it go
constexpr useconds_t k_pause = 1000;

// A number of /proc/PID/status; 0: it is not there.
pid_t number_of(pid_t pid, const std::string& name) {
  const std::string status = read_file("/proc/" + std::to_string(pid) + "/status").value_or("");
  const std::size_t at = status.find("\n" + name + ":");
  if (at == std::string::npos) return 0;
  pid_t number = 0;
  std::istringstream(status.substr(at + name.size() + 2)) >> number;
  return number;
}

Fd open_pidfd(pid_t pid) { return Fd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))); }

bool is_descendant(pid_t pid) {
  for (; pid > 1; pid = number_of(pid, "PPid")) {
    if (pid == getpid()) return true;
  }
  return false;
}

std::set<pid_t>& staying() {
  static std::set<pid_t> pids;
  return pids;
}

// False: it is not to be had yet.
bool collect(pid_t pid, siginfo_t& info) {
  info.si_pid = 0;
  const int failed = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | __WALL);
  if (failed != 0 ? errno == EINTR : info.si_pid != pid) return false;
  staying().erase(pid);
  return true;
}

bool collect_in_time(pid_t pid, siginfo_t& info) {
  for (int tries = 0; tries < k_dying; ++tries) {
    if (collect(pid, info)) return true;
    end_tracer_of(pid);
    usleep(k_pause);
  }
  staying().insert(pid);
  return false;
}

// Of a process that has ended and is not collected, as wait(2) gives it.
int status_of(pid_t pid) {
  constexpr int k_first = 3;  // field after the name of its program, which may hold anything
  constexpr int k_exit_code = 52;
  const std::string stat = read_file("/proc/" + std::to_string(pid) + "/stat").value_or("");
  std::istringstream fields(stat.substr(std::min(stat.rfind(')') + 1, stat.size())));
  std::string field;
  for (int each = k_first; each <= k_exit_code; ++each) fields >> field;
  return std::atoi(field.c_str());
}

}  // namespace

void await_end(const Fd& pidfd, int milliseconds) {
  pollfd end{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
  while (pidfd && poll(&end, 1, milliseconds) < 0 && errno == EINTR) {
  }
}

pid_t tracer_of(pid_t pid) { return number_of(pid, "TracerPid"); }

void end_tracer_of(pid_t pid) {
  const pid_t tracer = tracer_of(pid);
  if (tracer > 0 && is_descendant(tracer)) kill(tracer, SIGKILL);
}

ExitStatus reap(pid_t pid) {
  siginfo_t info{};
  if (!collect(pid, info)) {
    await_end(open_pidfd(pid), -1);
    if (!collect_in_time(pid, info)) {
      const int status = status_of(pid);
      return WIFSIGNALED(status) ? ExitStatus{.signal = WTERMSIG(status)} : ExitStatus{.code = WEXITSTATUS(status)};
    }
  }
  if (info.si_code == CLD_EXITED) return {.code = info.si_status};
  return {.signal = info.si_status};
}

bool collects(pid_t pid) {
  siginfo_t info{};
  return collect(pid, info);
}

bool stays(pid_t pid) { return staying().contains(pid); }

void end_children(const std::vector<pid_t>& doomed) {
  for (const pid_t pid : doomed) {
    if (kill(pid, SIGKILL) != 0 && errno == EPERM) staying().insert(pid);
  }
  siginfo_t info{};
  for (const pid_t pid : doomed) {
    if (stays(pid) || collect(pid, info)) continue;
    await_end(open_pidfd(pid), k_dying);
    (void)collect_in_time(pid, info);
  }
}

}  // namespace trireme::base
