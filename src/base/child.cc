#include "base/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "base/spawn_by_fork.h"

namespace trireme::base {

namespace {

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() { posix_spawnattr_init(&attributes_); }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  posix_spawnattr_t* get() { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

void own_group_and_default_signals(posix_spawnattr_t* attributes) {
  sigset_t all;
  sigset_t none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(attributes, &all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setpgroup(attributes, 0);
  posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

void wire_descriptors(posix_spawn_file_actions_t* actions, const SpawnSpec& spec) {
  posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (spec.output >= 0) {
    posix_spawn_file_actions_adddup2(actions, spec.output, STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  }
  posix_spawn_file_actions_adddup2(actions, spec.error >= 0 ? spec.error : STDOUT_FILENO, STDERR_FILENO);
  int next = STDERR_FILENO + 1;
  for (const int each : spec.passed) posix_spawn_file_actions_adddup2(actions, each, next++);
  posix_spawn_file_actions_addclosefrom_np(actions, next);
  if (!spec.directory.empty()) posix_spawn_file_actions_addchdir_np(actions, spec.directory.c_str());
}

}  // namespace

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

std::string describe(const ExitStatus& status) {
  return status.signal != 0 ? signal_name(status.signal) : fmt::format("exit status {}", status.code);
}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  pidfd_ = std::move(other.pidfd_);
  std::swap(reaper_, other.reaper_);
  return *this;
}

Child::~Child() {
  if (!running()) return;
  kill_group(SIGKILL);
  reap();
}

void Child::kill_group(int signal) const {
  if (!running()) return;
  kill(-pid_, signal);
  if (signal == SIGKILL) kill(pid_, signal);  // it may have moved to another group
}

void Child::leave() {
  pid_ = 0;
  pidfd_.reset();
}

ExitStatus Child::reap() {
  const ExitStatus status = reaper_(pid_);
  pid_ = 0;
  pidfd_.reset();
  return status;
}

namespace {

Result<pid_t> spawn_posix(const SpawnSpec& spec) {
  FileActions actions;
  Attributes attributes;
  own_group_and_default_signals(attributes.get());
  wire_descriptors(actions.get(), spec);

  pid_t pid = 0;
  const int error = posix_spawn(&pid, spec.argv[0].c_str(), actions.get(), attributes.get(), pointers(spec.argv).data(),
                                pointers(spec.environment).data());
  if (error != 0) return fail("cannot start {}: {}", spec.argv[0], strerror(error));
  return pid;
}

}  // namespace

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> result;
  const std::string list = read_file(fmt::format("/proc/{0}/task/{0}/children", pid)).value_or("");
  char* rest = nullptr;
  for (const char* at = list.c_str();; at = rest) {
    const auto child = static_cast<pid_t>(std::strtol(at, &rest, 10));
    if (rest == at) return result;
    result.push_back(child);
  }
}

Result<Child> spawn(const SpawnSpec& spec) {
  const auto pid = spec.identity || spec.death_signal != 0 ? spawn_by_fork(spec) : spawn_posix(spec);
  // The kernel does not say of which of the two.
  if (!pid && !spec.directory.empty() && access(spec.directory.c_str(), X_OK) != 0) {
    return fail("cannot start {}: there is no directory {} to start it in", spec.argv[0], spec.directory);
  }
  if (!pid) return tl::unexpected(pid.error());
  Child child(*pid, Fd(static_cast<int>(syscall(SYS_pidfd_open, *pid, 0))));
  if (child.pidfd() < 0) return fail_errno("cannot watch " + spec.argv[0]);
  return child;
}

}  // namespace trireme::base
