#include "execute/listener.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "agent/wire.h"

namespace trireme::execute {

namespace {

pid_t peer_of(const base::Fd& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  const bool known = getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  return known && peer.pid > 0 ? peer.pid : -1;
}

std::uint16_t peer_port_of(const base::Fd& socket) {
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  const bool known = getpeername(socket.get(), reinterpret_cast<sockaddr*>(&peer), &size) == 0;
  return known ? ntohs(peer.sin_port) : 0;
}

// accept() makes a socket first, whether anybody is waiting or not.
bool has_waiting(int socket) {
  pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
  return poll(&ready, 1, 0) != 0;
}

}  // namespace

Listener::Listener(asio::io_context& loop) : acceptor_(loop), local_(loop) {
  open();
  if (port_ != 0) open_local();
}

void Listener::open() {
  using asio::ip::tcp;
  asio::error_code error;
  const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
  acceptor_.open(tcp::v4(), error);
  if (!error) acceptor_.bind(any_port, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) port_ = acceptor_.local_endpoint(error).port();
  if (port_ != 0 && !can_be_reached()) port_ = 0;
}

// In a network namespace whose loopback is down, binding works and connecting does not.
bool Listener::can_be_reached() {
  asio::error_code error;
  asio::ip::tcp::socket caller(acceptor_.get_executor());
  caller.connect({asio::ip::address_v4::loopback(), static_cast<asio::ip::port_type>(port_)}, error);
  if (error) return false;
  acceptor_.accept(error);
  return !error;
}

void Listener::open_local() {
  const agent::ChannelAddress address = agent::channel_address(static_cast<std::uint32_t>(port_));
  asio::local::stream_protocol::endpoint endpoint;
  std::memcpy(endpoint.data(), &address.name, address.size);
  endpoint.resize(address.size);
  asio::error_code error;
  asio::error_code ignored;
  local_.open(asio::local::stream_protocol(), error);
  // What comes tells by whom it was written, from the first byte on: a connection has this of the socket it came by.
  constexpr int k_yes = 1;
  if (!error) setsockopt(local_.native_handle(), SOL_SOCKET, SO_PASSCRED, &k_yes, sizeof k_yes);
  if (!error) local_.bind(endpoint, error);
  if (!error) local_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) local_.non_blocking(true, error);
  if (error) local_.close(ignored);
}

void Listener::watch(std::function<void()> waiting) {
  waiting_ = std::move(waiting);
  if (port_ == 0) return;
  wait(acceptor_, wait_pending_);
  if (local_.is_open()) wait(local_, local_wait_pending_);
}

template <class Acceptor>
void Listener::wait(Acceptor& acceptor, bool& pending) {
  if (std::exchange(pending, true)) return;
  acceptor.async_wait(asio::socket_base::wait_read, [this, &pending](const asio::error_code& error) {
    if (error) return;
    pending = false;
    if (waiting_) waiting_();
  });
}

// The next connection. One that is gone again when it is its turn is passed over. Without a descriptor for it nothing is
// waited for again: it would be ready for ever. It stays until somebody calls take() for another reason.
template <class Acceptor>
base::Fd Listener::accept(Acceptor& acceptor, bool& pending) {
  while (has_waiting(acceptor.native_handle())) {
    base::Fd socket(accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket) return socket;
    if (errno == ECONNABORTED || errno == EINTR) continue;
    if (errno == EAGAIN) break;
    return socket;
  }
  wait(acceptor, pending);
  return base::Fd();
}

std::vector<Listener::Arrival> Listener::take() {
  std::vector<Arrival> taken;
  if (port_ == 0) return taken;
  while (base::Fd socket = accept(acceptor_, wait_pending_)) {
    // Reset instead of TIME_WAIT when we close: thousands of processes would fill the kernel's table.
    const linger reset{1, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    const std::uint16_t port = peer_port_of(socket);
    taken.push_back({std::move(socket), 0, port});
  }
  while (local_.is_open()) {
    base::Fd socket = accept(local_, local_wait_pending_);
    if (!socket) break;
    const pid_t peer = peer_of(socket);
    taken.push_back({std::move(socket), peer, 0});
  }
  return taken;
}

}  // namespace trireme::execute
