// The order matters: groups while we may, then the group, then the user; the death signal last, because a change of user
// takes it back. Whether the parent is still there is asked after that.
#include "base/spawn_by_fork.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace trireme::base {

namespace {

constexpr int k_report_descriptor = 64;  // above those that the child gets
constexpr int k_not_started = 127;

void default_signals() {
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) sigaction(signal, &action, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool wire_descriptors(const SpawnSpec& spec) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0) return false;
  if (dup2(spec.output >= 0 ? spec.output : null, STDOUT_FILENO) < 0) return false;
  if (dup2(spec.error >= 0 ? spec.error : STDOUT_FILENO, STDERR_FILENO) < 0) return false;
  int next = STDERR_FILENO + 1;
  for (const int each : spec.passed) {
    if (dup2(each, next++) < 0) return false;
  }
  return close_range(static_cast<unsigned>(next), ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

bool take_on(const Identity& identity) {
  return initgroups(identity.name.c_str(), identity.group) == 0 && setgid(identity.group) == 0 && setuid(identity.user) == 0;
}

// False, and errno, when something cannot be had.
bool become(const SpawnSpec& spec, pid_t parent) {
  setpgid(0, 0);
  default_signals();
  if (!wire_descriptors(spec)) return false;
  if (spec.identity && !take_on(*spec.identity)) return false;
  if (!spec.directory.empty() && chdir(spec.directory.c_str()) != 0) return false;
  if (spec.death_signal != 0) prctl(PR_SET_PDEATHSIG, spec.death_signal);
  if (getppid() != parent) _exit(k_not_started);
  return execve(spec.argv[0].c_str(), pointers(spec.argv).data(), pointers(spec.environment).data()) == 0;
}

}  // namespace

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (const std::string& each : strings) result.push_back(const_cast<char*>(each.c_str()));
  result.push_back(nullptr);
  return result;
}

Result<pid_t> spawn_by_fork(const SpawnSpec& spec) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail_errno("cannot make a pipe");
  const Fd report(ends[0]);
  Fd low(ends[1]);
  Fd told(fcntl(low.get(), F_DUPFD_CLOEXEC, k_report_descriptor));
  low.reset();
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return fail_errno("cannot start " + spec.argv[0]);
  if (pid == 0) {
    become(spec, parent);
    const int error = errno;
    write_all(told.get(), reinterpret_cast<const char*>(&error), sizeof error);
    _exit(k_not_started);
  }
  setpgid(pid, pid);
  told.reset();
  int error = 0;
  ssize_t size = 0;
  while ((size = read(report.get(), &error, sizeof error)) < 0 && errno == EINTR) {
  }
  if (size == 0) return pid;
  reap(pid);
  const std::string who = spec.identity ? " as the user " + spec.identity->name : "";
  return fail("cannot start {}{}: {}", spec.argv[0], who, strerror(error));
}

}  // namespace trireme::base
