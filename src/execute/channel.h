// The listening end of GoogleTest's result stream, for one process.
//
// Every program of the process's family that sees the flag connects: death-test children too, which send the protocol line
// and nothing more, and must not be refused (EXPECT_DEATH would pass wrongly). The one that says TestProgramStart, and that
// the kernel says is of the family, is the channel. The listener stays open until the process is gone.
#pragma once

#include <sys/types.h>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace trireme::execute {

class Channel {
 public:
  // `readable` is called when there may be something to receive.
  Channel(asio::io_context& loop, std::function<void()> readable);

  // 0 when loopback cannot be used.
  [[nodiscard]] int port() const { return port_; }
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
    explicit Connection(asio::ip::tcp::socket s) : socket(std::move(s)) {}
    asio::ip::tcp::socket socket;
    std::string unclaimed;  // what it said before it was believed
    bool watched = false;   // an async_wait is pending
    bool finished = false;
    bool of_family = false;  // the kernel says so
  };

  bool can_be_reached();
  void accept();
  void accept_waiting();
  void watch(Connection& connection);
  void read(Connection& connection, Received& received);
  [[nodiscard]] bool is_of_family(const Connection& connection) const;
  void claim(Connection& connection, Received& received);

  std::function<void()> readable_;
  asio::ip::tcp::acceptor acceptor_;
  std::list<Connection> connections_;
  const Connection* believed_ = nullptr;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // for completions that outlive us
  bool accept_pending_ = false;
  int port_ = 0;
  pid_t leader_ = 0;
};

}  // namespace trireme::execute
