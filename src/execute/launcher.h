// Starts processes and waits for what they do. The interface has fakes; process_launcher.h is the real one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/child.h"
#include "base/file_stamp.h"
#include "base/result.h"
#include "execute/leftovers.h"

namespace trireme::execute {

// A signal that ends a process.
struct Crash {
  pid_t thread = 0;
  int signal = 0;  // 0: there is none
};

// Hears of one process. Called from Launcher::wait only.
class ProcessWatcher {
 public:
  virtual ~ProcessWatcher() = default;

  // New bytes: of stdout and stderr, and of the channel. All output written before a channel byte was sent has been handed
  // over before it or with it.
  virtual void on_data(std::string_view output, std::string_view channel) = 0;

  // A second program of this process's family claims to be the one whose results count.
  virtual void on_second_channel() = 0;
  // Another process than the one that began the run has told on the channel that a test ended; what it tells is left out.
  virtual void on_forked_run() = 0;

  // It is about to die, and stands still until it goes on, but not for ever. One that was executed is dead; it is told of its end
  // when it goes on.
  virtual void on_crash(const Crash& crash) = 0;

  // What ask_for_stacks() asked for: the stacks of its threads, or a sentence that says why there are none.
  virtual void on_stacks(std::string stacks) = 0;

  // Its process has ended and left these in its group; they are about to be killed.
  virtual void on_leftovers(std::vector<Leftover> leftovers) = 0;

  // A signal has ended these programs in its group, of which nobody else has heard: their names, as the kernel tells them.
  virtual void on_killed(std::set<std::string> programs) = 0;

  // Its process has ended. What it has left in files is to be taken now: what others write there later, they have told of on the
  // channel before, and is handed over before the last call.
  virtual void on_gone() = 0;

  // The last call. All data has been handed over; the process group has been killed and the process reaped.
  virtual void on_exit(const base::ExitStatus& status) = 0;

  // The last call instead, when it turns out later that the process cannot be started.
  virtual void on_start_failed(const base::Error& error) = 0;
};

// A running process; destroying it before on_exit kills its group.
class Process {
 public:
  Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  virtual ~Process() = default;
  // 0 while it is being started.
  [[nodiscard]] virtual pid_t pid() const = 0;
  // From a stopped copy of its program, not executed. Known when it has a pid.
  [[nodiscard]] virtual bool is_forked() const = 0;
  // False: it certainly has not begun its tests.
  [[nodiscard]] virtual bool may_run_tests() const = 0;
  virtual void signal_group(int signal) = 0;
  // Within some seconds the watcher hears of the stacks, unless the process ends before. It runs on after that. `crashing`:
  // of this thread alone, as it was at the crash; 0: of all.
  virtual void ask_for_stacks(pid_t crashing) = 0;
  static constexpr double k_wait_for_stacks = 10;  // seconds; their taker gives up before
  // SIGCONT, to it alone.
  virtual void go_on() = 0;
};

struct Command {
  base::SpawnSpec program;            // its output is the launcher's
  std::vector<std::string> harmless;  // argv with which the program runs no test; a fork server is started with it
  int port = 0;                       // of the process's channel; 0: there is none
  std::string gate;                   // where a program that connects to the channel finds its gate (gate.h); "": nowhere
  base::FileStamp stamp;              // of the program as it must be
  // A file in which a forked process counts what it runs (agent/counts.h); null: there is none.
  std::shared_ptr<const base::Fd> counts = nullptr;
};

// Makes the command when the port of the process's channel is known; 0 = there is none.
using CommandMaker = std::function<base::Result<Command>(int port)>;

struct LaunchRequest {
  CommandMaker command;
  std::string worker;
  std::uint32_t launch = 0;  // programs of one launch differ in their tests only; index in Collection::launches
  bool by_exec = false;      // it may not be forked from another process
};

class Launcher {
 public:
  Launcher() = default;
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;
  virtual ~Launcher() = default;

  // The watcher outlives the process.
  virtual base::Result<std::unique_ptr<Process>> launch(const LaunchRequest& request, ProcessWatcher& watcher) = 0;

  // Waits until something has been told to a watcher, a signal has come or `seconds` have passed; gives the signals of the
  // user (SIGINT, SIGTERM, SIGTSTP, SIGUSR1 …) that came.
  virtual std::vector<int> wait(double seconds) = 0;

  // Remarks on how programs are started since the last call, for those who want to know.
  virtual std::vector<std::string> take_notes() { return {}; }
  // Nothing will be launched any more: what stands ready for that may end.
  virtual void finish() {}
  // Processes of the launcher itself, which are no test's leftovers.
  [[nodiscard]] virtual std::vector<pid_t> own_processes() const { return {}; }
};

}  // namespace trireme::execute
