// The receiving end of GoogleTest's result stream, for one process.
//
// Every program of the process's family that sees the flag connects: death-test children too, which send the protocol line
// and nothing more, and must not be refused (EXPECT_DEATH would pass wrongly). The one that says TestProgramStart, and that
// the kernel says is of the family, is the channel.
#pragma once

#include <asio/generic/stream_protocol.hpp>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "execute/listener.h"

namespace trireme::execute {

class Channel {
 public:
  // `readable` is called when there may be something to receive.
  Channel(Listener& listener, std::function<void()> readable);

  // 0 when loopback cannot be used.
  [[nodiscard]] int port() const { return listener_.port(); }
  void watch(pid_t leader);

  // What has come, without waiting. After this, `readable` fires again for later data.
  struct Received {
    std::string bytes;
    bool second_claim = false;
  };
  Received receive();

  void close();

 private:
  struct Connection {
    asio::generic::stream_protocol::socket socket;
    bool of_family = false;  // the kernel says so
    std::string unclaimed;   // what it said before it was believed
    bool watched = false;    // an async_wait is pending
    bool finished = false;
  };

  void accept_waiting();
  void watch(Connection& connection);
  void read(Connection& connection, Received& received);
  [[nodiscard]] bool is_of_family(const Listener::Arrival& arrival) const;
  void claim(Connection& connection, Received& received);

  Listener& listener_;
  std::function<void()> readable_;
  std::list<Connection> connections_;
  const Connection* believed_ = nullptr;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for completions that outlive us
  bool open_ = true;
  pid_t leader_ = 0;
};

}  // namespace trireme::execute
