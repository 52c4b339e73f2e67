// Where a worker's processes deliver GoogleTest's result stream, one process after another: a port of 127.0.0.1 and, for
// forked processes, which the agent leads there, a socket of which the kernel tells who is at the other end.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/local/stream_protocol.hpp>
#include <functional>
#include <vector>

#include "base/fd.h"

namespace trireme::execute {

class Listener {
 public:
  explicit Listener(asio::io_context& loop);

  // 0 when loopback cannot be used.
  [[nodiscard]] int port() const { return port_; }
  // Is there the socket that belongs to the port?
  [[nodiscard]] bool knows_peers() const { return local_.is_open(); }
  // `waiting` is called when there are connections to take, until unwatch().
  void watch(std::function<void()> waiting);
  void unwatch() { waiting_ = nullptr; }

  struct Arrival {
    base::Fd socket;              // does not block
    pid_t peer = 0;               // 0: to be found out by its port
    std::uint16_t peer_port = 0;  // 0: has none
  };
  // Those that have come, without waiting. After this, `waiting` fires again for later ones, if descriptors have not run out.
  std::vector<Arrival> take();

 private:
  void open();
  bool can_be_reached();
  void open_local();
  template <class Acceptor>
  base::Fd accept(Acceptor& acceptor, bool& pending);
  template <class Acceptor>
  void wait(Acceptor& acceptor, bool& pending);

  asio::ip::tcp::acceptor acceptor_;
  asio::local::stream_protocol::acceptor local_;
  std::function<void()> waiting_;
  bool wait_pending_ = false;
  bool local_wait_pending_ = false;
  int port_ = 0;
};

}  // namespace trireme::execute
