// A test program stopped just before its main, which forks a child of itself on request.
//
//   TRY(Server server, Server::start(spec));       // … poll socket() until readable …
//   server.receive();                              // ready
//   server.ask_for(child_spec);                    // … poll …
//   auto started = server.receive();               // started
//   TRY(base::Child child, server.child(started->pid));
//
// Nothing here waits, but for reaping a child, which a working server answers at once. When the server dies, its child falls
// to us, and is reaped here.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/child.h"
#include "base/result.h"
#include "forkserver/answer.h"

namespace trireme::forkserver {

class [[nodiscard]] Server {
 public:
  static constexpr std::chrono::milliseconds k_look{20};

  // `program` is what is executed: its arguments must be harmless, because without the agent they are obeyed, and its
  // environment is what static initialisers see. Its output is lost.
  static base::Result<Server> start(const base::SpawnSpec& program);

  // Has it said that it stands before its main?
  [[nodiscard]] bool ready() const;
  // As it was started.
  [[nodiscard]] const base::SpawnSpec& program() const;
  [[nodiscard]] pid_t pid() const;
  // Readable when there is an answer.
  [[nodiscard]] int socket() const;
  // nullopt: none yet. `gone` is the last one. Until it is ready, asking also finds that it writes without an end, which
  // nothing on the socket tells: ask every k_look.
  std::optional<Answer> receive();

  // Asks for a child that runs main with these arguments, environment and output; the directory is the server's. One at a
  // time: the last one must have been reaped. Its connections to 127.0.0.1:`port` are made as agent/wire.h has it. `counts`: a
  // file in which it counts what it runs, as agent/counts.h has it; -1: none. It has an output then.
  base::Result<void> ask_for(const base::SpawnSpec& child, int port = 0, int counts = -1);
  // … of a child that has an output, and of which nobody wants to know what it counts: gcc's runtime in it writes nothing.
  base::Result<void> ask_for_listing(const base::SpawnSpec& child);
  // After the answer `started`.
  base::Result<base::Child> child(pid_t pid);

 private:
  struct State;
  explicit Server(std::shared_ptr<State> state) : state_(std::move(state)) {}
  static base::ExitStatus reap(State& state, pid_t pid);

  std::shared_ptr<State> state_;  // children share it, for reaping
};

}  // namespace trireme::forkserver
