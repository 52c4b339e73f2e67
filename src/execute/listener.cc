#include "execute/listener.h"

#include <sys/socket.h>

#include <cstring>
#include <utility>

#include "agent/wire.h"

namespace trireme::execute {

namespace {

pid_t peer_of(asio::local::stream_protocol::socket& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  const bool known = getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  return known && peer.pid > 0 ? peer.pid : -1;
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
  // Else a connection that is gone again makes accept() wait for the next one.
  if (!error) acceptor_.set_option(asio::socket_base::enable_connection_aborted(true), error);
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
  if (!error) local_.bind(endpoint, error);
  if (!error) local_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) local_.non_blocking(true, error);
  if (!error) local_.set_option(asio::socket_base::enable_connection_aborted(true), error);
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
std::optional<typename Acceptor::protocol_type::socket> Listener::accept(Acceptor& acceptor, bool& pending) {
  for (;;) {
    asio::error_code error;
    typename Acceptor::protocol_type::socket socket(acceptor.get_executor());
    acceptor.accept(socket, error);
    if (!error) return socket;
    if (error == asio::error::connection_aborted || error == asio::error::interrupted) continue;
    if (error == asio::error::would_block) wait(acceptor, pending);
    return std::nullopt;
  }
}

std::vector<Listener::Arrival> Listener::take() {
  std::vector<Arrival> taken;
  if (port_ == 0) return taken;
  while (auto socket = accept(acceptor_, wait_pending_)) {
    asio::error_code error;
    const auto peer = socket->remote_endpoint(error);
    // Reset instead of TIME_WAIT when we close: thousands of processes would fill the kernel's table.
    socket->set_option(asio::socket_base::linger(true, 0), error);
    taken.push_back({*std::move(socket), 0, peer.port()});
  }
  while (auto socket = local_.is_open() ? accept(local_, local_wait_pending_) : std::nullopt) {
    const pid_t peer = peer_of(*socket);
    taken.push_back({*std::move(socket), peer, 0});
  }
  return taken;
}

}  // namespace trireme::execute
