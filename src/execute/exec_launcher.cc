#include "execute/exec_launcher.h"

#include <signal.h>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <chrono>
#include <utility>

#include "execute/exec_process.h"

namespace trireme::execute {

namespace {

class ExecLauncher : public Launcher {
 public:
  ExecLauncher() : signals_(loop_, SIGINT, SIGTERM, SIGHUP) { await_signal(); }

  base::Result<std::unique_ptr<Process>> launch(const CommandMaker& command, ProcessWatcher& watcher) override {
    return launch_by_exec(loop_, command, watcher);
  }

  std::vector<int> wait(double seconds) override {
    loop_.restart();
    loop_.run_one_for(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
    loop_.poll();
    return std::exchange(came_, {});
  }

 private:
  void await_signal() {
    signals_.async_wait([this](const asio::error_code& error, int signal) {
      if (error) return;
      came_.push_back(signal);
      await_signal();
    });
  }

  asio::io_context loop_{1};
  asio::signal_set signals_;
  std::vector<int> came_;
};

}  // namespace

std::unique_ptr<Launcher> make_exec_launcher() { return std::make_unique<ExecLauncher>(); }

}  // namespace trireme::execute
