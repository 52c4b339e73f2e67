// Keeps a young process from vanishing before its connection has been looked at.
//
// Who owns the other end of a TCP connection can be asked only while that process lives, and a process that crashes in its
// first test is gone within a fraction of a millisecond. So it is traced from its start (PTRACE_SEIZE: it runs at full speed
// and sees nothing), which makes it stop at its end with its descriptors still open, and let go as soon as its channel
// is believed: long before a debugger, LeakSanitizer or a test that traces could mind.
#pragma once

#include <sys/types.h>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <functional>
#include <memory>

namespace trireme::execute {

class Tether {
 public:
  // `at_end` is called when the process stands at its end; after it the process goes on to die.
  Tether(asio::io_context& loop, std::function<void()> at_end);

  // Where tracing is not allowed nothing happens.
  void hold(pid_t pid);
  // Asks the process to stop for a moment, to be let go.
  void let_go();
  // The process is gone, or no longer of interest.
  void forget();

 private:
  void await_stop();
  void on_stop();

  asio::signal_set child_changed_;
  std::function<void()> at_end_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for completions that outlive us
  pid_t pid_ = 0;                                               // 0: not held
  bool letting_go_ = false;
};

}  // namespace trireme::execute
