// Who traces a process hears of its end first, and can keep it from its parent for as long as it likes.
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
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

bool is_descendant(pid_t pid) {
  for (; pid > 1; pid = number_of(pid, "PPid")) {
    if (pid == getpid()) return true;
  }
  return false;
}

void await_end(pid_t pid, int milliseconds) {
  const Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  pollfd end{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
  while (pidfd && poll(&end, 1, milliseconds) < 0 && errno == EINTR) {
  }
}

// False: it is not to be had yet.
bool collect(pid_t pid, siginfo_t& info) {
  info.si_pid = 0;
  const int failed = waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | __WALL);
  return failed != 0 ? errno != EINTR : info.si_pid == pid;
}

}  // namespace

void end_tracer_of(pid_t pid) {
  const pid_t tracer = number_of(pid, "TracerPid");
  if (tracer > 0 && is_descendant(tracer)) kill(tracer, SIGKILL);
}

ExitStatus reap(pid_t pid) {
  siginfo_t info{};
  bool done = collect(pid, info);
  if (!done) await_end(pid, -1);
  while (!done && !collect(pid, info)) {
    end_tracer_of(pid);
    usleep(k_pause);
  }
  if (info.si_code == CLD_EXITED) return {.code = info.si_status};
  return {.signal = info.si_status};
}

bool collect_killed(pid_t pid) {
  siginfo_t info{};
  if (collect(pid, info)) return true;
  await_end(pid, k_dying);
  for (int tries = 0; tries < k_dying; ++tries) {
    if (collect(pid, info)) return true;
    end_tracer_of(pid);
    usleep(k_pause);
  }
  return false;
}

}  // namespace trireme::base
