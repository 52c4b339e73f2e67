// A child process in a process group of its own, watched by pidfd.
//
//   TRY(Child child, spawn({.argv = {"/bin/true"}, .environment = env, .output = pipe.write.get()}));
//   … poll child.pidfd() until readable …
//   child.kill_group(SIGKILL);        // while the leader is unreaped its group id cannot be reused
//   ExitStatus status = child.reap();
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace trireme::base {

// A user of the system, for a process to run as.
struct Identity {
  std::string name;
  uid_t user = 0;
  gid_t group = 0;
};

struct SpawnSpec {
  std::vector<std::string> argv;         // argv[0] is the path of the executable; PATH is not searched
  std::vector<std::string> environment;  // "NAME=value", the whole environment
  std::string directory;                 // empty: the caller's
  int output = -1;                       // becomes stdout and stderr; -1: /dev/null. stdin is always /dev/null
  int error = -1;                        // becomes stderr; -1: what stdout is
  std::vector<int> passed;               // become 3, 4, …; must all be above these
  std::optional<Identity> identity;      // whom it runs as; nullopt: as we do. Needs root
  int death_signal = 0;                  // what it gets when we die; 0: nothing
};

struct ExitStatus {
  int code = 0;    // the exit status, when signal is 0
  int signal = 0;  // the signal that ended the process, or 0
  [[nodiscard]] bool ok() const { return code == 0 && signal == 0; }
};

// "exit status 3" or "SIGSEGV".
std::string describe(const ExitStatus& status);
// "SIGSEGV" for 11.
std::string signal_name(int signal);

// Waits for the end of a child process of this one and collects its status. Who traces it and is a descendant of ours is killed if
// it keeps that from us; because of another tracer the child stays.
ExitStatus reap(pid_t pid);
// Is it a child no more, or can be collected?
bool collects(pid_t pid);
// Kills children and collects them. Nothing waits longer than a second or two for one.
void end_children(const std::vector<pid_t>& doomed);
// A child that could not be ended or collected.
bool stays(pid_t pid);
// Until the process has ended; -1: as long as that takes.
void await_end(const Fd& pidfd, int milliseconds);
// 0: nobody.
pid_t tracer_of(pid_t pid);
// Kills who traces it, if that is a descendant of ours.
void end_tracer_of(pid_t pid);

// The children of a process.
std::vector<pid_t> children_of(pid_t pid);

// Move-only. Destroying a child that was not reaped kills its group and waits for it.
class [[nodiscard]] Child {
 public:
  Child() = default;
  // `reaper` stands in for base::reap where the process is another's child.
  Child(pid_t pid, Fd pidfd, std::function<ExitStatus(pid_t)> reaper = base::reap)
      : pid_(pid), pidfd_(std::move(pidfd)), reaper_(std::move(reaper)) {}
  Child(Child&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), pidfd_(std::move(other.pidfd_)), reaper_(std::move(other.reaper_)) {}
  Child& operator=(Child&& other) noexcept;
  ~Child();

  [[nodiscard]] pid_t pid() const { return pid_; }
  // Readable once the process has ended.
  [[nodiscard]] int pidfd() const { return pidfd_.get(); }
  [[nodiscard]] bool running() const { return pid_ > 0; }
  // No effect once reaped.
  void kill_group(int signal) const;
  // It goes on, and is nobody's to wait for.
  void leave();
  // Waits for the end and collects the status; call once.
  ExitStatus reap();

 private:
  pid_t pid_ = 0;
  Fd pidfd_;
  std::function<ExitStatus(pid_t)> reaper_;
};

// The child starts with default signal dispositions and an empty signal mask, and inherits no descriptor but 0, 1, 2
// and those passed.
Result<Child> spawn(const SpawnSpec& spec);

}  // namespace trireme::base
