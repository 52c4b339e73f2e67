// The receiving end of GoogleTest's result stream, for one process.
//
// Every program of the process's family that sees the flag connects: death-test children too, which send the protocol line
// and nothing more, and must not be refused (EXPECT_DEATH would pass wrongly). The one that says TestProgramStart, and that
// the kernel says is of the family, is the channel.
#pragma once

#include <functional>
#include <list>
#include <string>

#include "execute/launcher.h"
#include "execute/listener.h"
#include "execute/readiness.h"

namespace trireme::execute {

class Channel {
 public:
  // `readable` is called when there may be something to receive.
  Channel(Listener& listener, Readiness& readiness, std::function<void()> readable);

  // 0 when loopback cannot be used.
  [[nodiscard]] int port() const { return listener_.port(); }
  void watch(pid_t leader);

  // What has come, without waiting; of much, some. After this, `readable` fires again for the rest and for later data.
  struct Received {
    std::string bytes;
    bool more = false;  // there may be
    bool second_claim = false;
    bool forked_run = false;  // another process than the one that made the claim tells of ends of tests
    Crash crash;              // of the process itself
  };
  Received receive();

  void close();

 private:
  struct Connection {
    base::Fd socket;
    bool of_family = false;  // the kernel says so
    bool of_leader = false;  // … and it is of the process itself
    pid_t speaker = 0;       // who made the claim, or said the last before; 0: the kernel does not tell
    Readiness::Watch watch;
    std::string unclaimed;  // what it said before it was believed
    bool finished = false;
  };

  void accept_waiting();
  void read(Connection& connection, Received& received);
  [[nodiscard]] bool is_of_family(const Listener::Arrival& arrival) const;
  void claim(Connection& connection, Received& received);
  static void notice_crash(Connection& connection, Received& received);

  Listener& listener_;
  Readiness& readiness_;
  std::function<void()> readable_;
  std::list<Connection> connections_;
  const Connection* believed_ = nullptr;
  bool open_ = true;
  pid_t leader_ = 0;
};

}  // namespace trireme::execute
