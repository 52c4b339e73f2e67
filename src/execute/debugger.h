// The stacks of a process that runs, or of a thread that crashes, by gdb, which is attached to it for a moment; of one that is dead
// from its core. Nothing here waits: gdb is a child.
#pragma once

#include <sys/types.h>

#include <asio/io_context.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "execute/core_file.h"

namespace trireme::execute {

class Debugger {
 public:
  // Serves at most so many requests; more would make a run slow that fails at many places.
  Debugger(asio::io_context& loop, int most);
  ~Debugger();
  Debugger(const Debugger&) = delete;
  Debugger& operator=(const Debugger&) = delete;

  struct Subject {
    pid_t process = 0;
    pid_t crashing = 0;                             // a thread of it, in the handler of its crash; 0: it runs
    std::optional<Remains> remains = std::nullopt;  // it has crashed, and is not reaped
  };
  // The stacks, or a sentence that says why there are none.
  using Done = std::function<void(std::string)>;
  // `done` is called once, within some seconds, from the loop; never after leave().
  void take_stacks(const Subject& subject, Done done);
  // The process is about to be reaped, which would wait for a debugger.
  void leave(pid_t process);
  // The debuggers' own processes.
  [[nodiscard]] std::vector<pid_t> pids() const;

 private:
  struct Session;
  void run(const Subject& subject, Done done);
  void end(Session* session, const std::string& text);

  asio::io_context& loop_;
  int left_;
  int most_;
  std::list<std::shared_ptr<Session>> sessions_;
};

// Of what gdb printed, the threads and their frames; "" if there are none.
std::string frames_in(std::string_view printed);
// Of a core the frames of the thread that crashed.
std::string core_frames_in(std::string_view printed);
// Whose core it is, by gdb's list of inferiors.
bool is_core_of(std::string_view printed, pid_t process);
// Of one thread the frames below the handler of its signal, numbered anew.
std::string crash_frames_in(std::string_view printed, pid_t thread);

}  // namespace trireme::execute
