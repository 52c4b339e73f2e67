// A process from the pipe for its output to its end.
//
// Made in two steps, because a forked process comes later than it is asked for: prepare(), then adopt() or fail().
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "base/child.h"
#include "execute/channel.h"
#include "execute/debugger.h"
#include "execute/gate.h"
#include "execute/launcher.h"
#include "execute/listener.h"
#include "execute/readiness.h"

namespace trireme::execute {

class RunningProcess : public std::enable_shared_from_this<RunningProcess> {
 public:
  // What the processes of a run have in common; outlives them.
  struct Shared {
    asio::io_context& loop;
    Readiness& readiness;
    Debugger& debugger;
  };
  RunningProcess(const Shared& shared, Listener& listener, ProcessWatcher& watcher);

  // The command, wired to the pipe and the channel. Fails when the program is no longer what it was.
  base::Result<Command> prepare(const CommandMaker& maker);
  // For a process that connects to the channel by its port.
  base::Result<void> put_up_gate();
  // Fails when the program is no longer what was listed.
  [[nodiscard]] base::Result<void> check_program() const;
  // It runs. What has been signalled meanwhile is made up for; without an owner it is ended.
  base::Result<void> adopt(base::Child child, bool is_forked);
  // It cannot be started.
  void fail(const base::Error& error);
  // The owner is no longer interested.
  void abandon();

  [[nodiscard]] pid_t pid() const { return child_.pid(); }
  [[nodiscard]] bool is_forked() const { return is_forked_; }
  [[nodiscard]] bool may_run_tests() const { return gate_.may_be_passed(); }
  void signal_group(int signal);
  void ask_for_stacks(pid_t crashing);
  void go_on();

 private:
  void await_end();
  void on_end();
  void on_channel();
  void open_gate_in_the_end();
  void on_gate_shut(const base::Error& error);
  void gulp_soon();
  void gulp();
  std::size_t hand_over();
  std::string read_output();
  void read_rest();
  void finish();
  void close();

  Shared shared_;
  ProcessWatcher* watcher_;
  Channel channel_;
  std::string gate_path_;
  Gate gate_;
  std::string program_;
  std::string directory_;
  base::FileStamp stamp_;  // of the program as it must be
  base::Fd output_end_;    // the process's, until it has it
  asio::posix::stream_descriptor end_;
  base::Fd output_;
  Readiness::Watch output_watch_;
  asio::steady_timer pause_;
  asio::steady_timer patience_;
  base::Child child_;
  std::optional<Remains> remains_;  // it has crashed, and is kept for its stack
  int tries_ = 0;                   // to open the gate in the end
  int early_signal_ = 0;            // sent before there was a process
  bool is_forked_ = false;
  bool gulp_pending_ = false;
  bool hurry_ = false;
  bool output_ended_ = false;
};

}  // namespace trireme::execute
