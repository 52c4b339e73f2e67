#include "execute/channel.h"

#include <array>
#include <utility>

#include "execute/peer.h"

namespace trireme::execute {

namespace {

constexpr std::string_view k_claim = "event=TestProgramStart\n";
constexpr std::size_t k_longest_preface = 4096;  // bytes before the claim

}  // namespace

Channel::Channel(asio::io_context& loop, std::function<void()> readable) : readable_(std::move(readable)), acceptor_(loop) {
  using asio::ip::tcp;
  asio::error_code error;
  const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
  acceptor_.open(tcp::v4(), error);
  if (!error) acceptor_.bind(any_port, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) port_ = acceptor_.local_endpoint(error).port();
  static const bool reachable = can_be_reached();
  if (!reachable) port_ = 0;
}

// In a network namespace whose loopback is down, binding works and connecting does not.
bool Channel::can_be_reached() {
  asio::error_code error;
  asio::ip::tcp::socket caller(acceptor_.get_executor());
  caller.connect({asio::ip::address_v4::loopback(), static_cast<asio::ip::port_type>(port_)}, error);
  if (error) return false;
  acceptor_.accept(error);
  return !error;
}

void Channel::watch(pid_t leader) {
  leader_ = leader;
  if (port_ != 0) accept();
}

void Channel::accept() {
  if (std::exchange(accept_pending_, true)) return;
  acceptor_.async_wait(asio::socket_base::wait_read, [this, alive = std::weak_ptr(alive_)](const asio::error_code& error) {
    if (error || alive.expired()) return;
    accept_pending_ = false;
    accept_waiting();
    readable_();
  });
}

void Channel::watch(Connection& connection) {
  if (connection.watched || connection.finished) return;
  connection.watched = true;
  connection.socket.async_wait(asio::socket_base::wait_read,
                               [this, &connection, alive = std::weak_ptr(alive_)](const asio::error_code& error) {
                                 if (error || alive.expired()) return;
                                 connection.watched = false;
                                 readable_();
                               });
}

// At once: when a short program has closed its end, the kernel no longer knows whose it was.
void Channel::accept_waiting() {
  asio::error_code error;
  for (;;) {
    asio::ip::tcp::socket socket(acceptor_.get_executor());
    acceptor_.accept(socket, error);
    if (error) break;
    connections_.emplace_back(std::move(socket));
    connections_.back().of_family = is_of_family(connections_.back());
    // Reset instead of TIME_WAIT when we close: thousands of processes would fill the kernel's table.
    connections_.back().socket.set_option(asio::socket_base::linger(true, 0), error);
    connections_.back().socket.non_blocking(true, error);
  }
}

Channel::Received Channel::receive() {
  Received received;
  if (port_ == 0 || !acceptor_.is_open()) return received;
  accept_waiting();
  accept();
  for (Connection& connection : connections_) {
    read(connection, received);
    watch(connection);
  }
  return received;
}

void Channel::read(Connection& connection, Received& received) {
  std::array<char, 1 << 16> chunk;
  while (!connection.finished) {
    asio::error_code error;
    const std::size_t size = connection.socket.read_some(asio::buffer(chunk), error);
    if (error == asio::error::would_block) return;
    if (error) connection.finished = true;
    const std::string_view bytes(chunk.data(), size);
    if (&connection == believed_) {
      received.bytes += bytes;
    } else if (connection.unclaimed.size() < k_longest_preface) {
      connection.unclaimed += bytes;
      claim(connection, received);
    }
  }
}

bool Channel::is_of_family(const Connection& connection) const {
  asio::error_code error;
  const auto peer = connection.socket.remote_endpoint(error);
  return !error && peer_is_of_family(peer.port(), static_cast<std::uint16_t>(port_), leader_);
}

void Channel::claim(Connection& connection, Received& received) {
  const std::size_t start = connection.unclaimed.find(k_claim);
  if (start == std::string::npos) return;
  if (!connection.of_family) {
    connection.unclaimed.assign(k_longest_preface, ' ');  // never asked again
    return;
  }
  if (believed_ != nullptr) {
    received.second_claim = true;
    connection.unclaimed.assign(k_longest_preface, ' ');
    return;
  }
  believed_ = &connection;
  received.bytes += std::exchange(connection.unclaimed, {});
}

void Channel::close() {
  asio::error_code ignored;
  acceptor_.close(ignored);
  for (Connection& connection : connections_) connection.socket.close(ignored);
}

}  // namespace trireme::execute
