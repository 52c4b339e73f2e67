#include "execute/channel.h"

#include <array>
#include <utility>

#include "execute/peer.h"

namespace trireme::execute {

namespace {

constexpr std::string_view k_claim = "event=TestProgramStart\n";
constexpr std::size_t k_longest_preface = 4096;  // bytes before the claim

}  // namespace

Channel::Channel(Listener& listener, std::function<void()> readable) : listener_(listener), readable_(std::move(readable)) {}

void Channel::watch(pid_t leader) {
  leader_ = leader;
  listener_.watch([this] {
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
  for (Listener::Arrival& arrival : listener_.take()) {
    asio::error_code failed;
    const bool of_family = is_of_family(arrival);
    arrival.socket.non_blocking(true, failed);
    if (failed) continue;  // reading would wait
    connections_.push_back({.socket = std::move(arrival.socket), .of_family = of_family});
  }
}

Channel::Received Channel::receive() {
  Received received;
  if (!open_) return received;
  accept_waiting();
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

bool Channel::is_of_family(const Listener::Arrival& arrival) const {
  if (arrival.peer != 0) return is_in_family(arrival.peer, leader_);
  return peer_is_of_family(arrival.peer_port, static_cast<std::uint16_t>(port()), leader_);
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
  if (!std::exchange(open_, false)) return;
  listener_.unwatch();
  asio::error_code ignored;
  for (Connection& connection : connections_) connection.socket.close(ignored);
}

}  // namespace trireme::execute
