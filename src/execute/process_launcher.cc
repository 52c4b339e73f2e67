#include "execute/process_launcher.h"

#include <signal.h>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <chrono>
#include <map>
#include <utility>

#include "base/own_process.h"
#include "execute/debugger.h"
#include "execute/fork_servers.h"
#include "execute/running_process.h"

namespace trireme::execute {

namespace {

constexpr int k_most_at_once = 256;  // completions

// What the owner of a process holds; pending completions on the loop share the process itself.
class Handle : public Process {
 public:
  explicit Handle(std::shared_ptr<RunningProcess> process) : process_(std::move(process)) {}
  ~Handle() override { process_->abandon(); }
  pid_t pid() const override { return process_->pid(); }
  bool is_forked() const override { return process_->is_forked(); }
  bool may_run_tests() const override { return process_->may_run_tests(); }
  void signal_group(int signal) override { process_->signal_group(signal); }
  void ask_for_stacks(pid_t crashing) override { process_->ask_for_stacks(crashing); }
  void go_on() override { process_->go_on(); }

 private:
  std::shared_ptr<RunningProcess> process_;
};

base::Result<void> execute(RunningProcess& process, const Command& command) {
  if (auto gate = process.put_up_gate(); !gate) return gate;
  TRY(base::Child child, base::spawn(command.program));
  // Again, now that it certainly has been opened.
  if (auto checked = process.check_program(); !checked) return checked;
  return process.adopt(std::move(child), false);
}

class ProcessLauncher : public Launcher {
 public:
  ProcessLauncher(asio::io_context& loop, const model::Options& options, forkserver::Stock& stock, int workers)
      : forks_(options.launcher != model::LauncherKind::exec),
        loop_(loop),
        signals_(loop_),
        other_signals_(loop_, SIGTSTP, SIGUSR1),
        debugger_(loop_, options.stacks),
        servers_(loop_, stock, workers, options.coverage.wanted(),
                 [this](std::string note) { notes_.push_back(std::move(note)); }) {
    for (const int each : base::ending_signals()) signals_.add(each);
    await_signal(signals_);
    await_signal(other_signals_);
  }

  base::Result<std::unique_ptr<Process>> launch(const LaunchRequest& request, ProcessWatcher& watcher) override {
    auto process = std::make_shared<RunningProcess>(shared_, listener_of(request.worker), watcher);
    TRY(const Command command, process->prepare(request.command));
    if (!fork(request, command, process)) {
      if (auto started = execute(*process, command); !started) return tl::unexpected(started.error());
    }
    return std::make_unique<Handle>(std::move(process));
  }

  std::vector<int> wait(double seconds) override {
    loop_.restart();
    loop_.run_one_for(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
    // Not poll(): what is ready for ever must not keep the run from its clocks.
    for (int i = 0; i < k_most_at_once && loop_.poll_one() > 0; ++i) {
    }
    return std::exchange(came_, {});
  }

  std::vector<std::string> take_notes() override { return std::exchange(notes_, {}); }
  void finish() override { servers_.end(); }
  std::vector<pid_t> own_processes() const override {
    std::vector<pid_t> pids = servers_.pids();
    for (const pid_t each : debugger_.pids()) pids.push_back(each);
    return pids;
  }

 private:
  bool fork(const LaunchRequest& request, const Command& command, const std::shared_ptr<RunningProcess>& process) {
    const bool delivers = command.port == 0 || listener_of(request.worker).knows_peers();
    if (!forks_ || request.by_exec || !delivers) return false;
    return servers_.start({request.worker, request.launch}, command, [process, command](std::optional<base::Child> child) {
      const auto started = child ? process->adopt(*std::move(child), true) : execute(*process, command);
      if (!started) process->fail(started.error());
    });
  }

  Listener& listener_of(const std::string& worker) { return listeners_.try_emplace(worker, loop_).first->second; }

  void await_signal(asio::signal_set& signals) {
    signals.async_wait([this, &signals](const asio::error_code& error, int signal) {
      if (error) return;
      came_.push_back(signal);
      await_signal(signals);
    });
  }

  bool forks_;
  asio::io_context& loop_;
  Readiness readiness_{loop_};
  asio::signal_set signals_;
  asio::signal_set other_signals_;
  std::vector<int> came_;
  std::vector<std::string> notes_;
  Debugger debugger_;
  const RunningProcess::Shared shared_{loop_, readiness_, debugger_};
  ForkServers servers_;
  std::map<std::string, Listener> listeners_;  // by worker
};

}  // namespace

std::unique_ptr<Launcher> make_process_launcher(asio::io_context& loop, const model::Options& options, forkserver::Stock& stock,
                                                int workers) {
  return std::make_unique<ProcessLauncher>(loop, options, stock, workers);
}

}  // namespace trireme::execute
