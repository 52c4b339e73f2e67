#include "execute/channel.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "agent/wire.h"
#include "execute/peer.h"

namespace trireme::execute {

namespace {

constexpr std::string_view k_claim = "event=TestProgramStart\n";
constexpr std::size_t k_longest_preface = 4096;  // bytes before the claim

}  // namespace

Channel::Channel(Listener& listener, Readiness& readiness, std::function<void()> readable)
    : listener_(listener), readiness_(readiness), readable_(std::move(readable)) {}

void Channel::watch(pid_t leader) {
  leader_ = leader;
  listener_.watch([this] {
    accept_waiting();
    readable_();
  });
}

// At once: when a short program has closed its end, the kernel no longer knows whose it was.
void Channel::accept_waiting() {
  for (Listener::Arrival& arrival : listener_.take()) {
    const bool of_family = is_of_family(arrival);
    // One that cannot be watched is looked at again and again.
    auto watch = readiness_.watch(arrival.socket.get(), readable_);
    connections_.push_back(
        {std::move(arrival.socket), of_family, arrival.peer == leader_, std::move(watch).value_or(Readiness::Watch()), {}});
  }
}

Channel::Received Channel::receive() {
  Received received;
  if (!open_) return received;
  accept_waiting();
  for (Connection& connection : connections_) {
    read(connection, received);
    if (!connection.finished && !connection.watch.ask()) readable_();
  }
  return received;
}

void Channel::read(Connection& connection, Received& received) {
  std::array<char, 1 << 16> chunk;
  while (!connection.finished) {
    const ssize_t size = recv(connection.socket.get(), chunk.data(), chunk.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) connection.finished = true;
    const std::string_view bytes(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    if (&connection == believed_) {
      received.bytes += bytes;
    } else if (connection.unclaimed.size() < k_longest_preface) {
      connection.unclaimed += bytes;
      notice_crash(connection, received);
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

void Channel::notice_crash(Connection& connection, Received& received) {
  agent::CrashNotice notice;
  const bool is_one = connection.unclaimed.size() == sizeof notice && connection.unclaimed.starts_with(notice.claim);
  if (!is_one || !connection.of_leader) return;
  std::memcpy(&notice, connection.unclaimed.data(), sizeof notice);
  received.crash = {notice.thread, notice.signal};
}

void Channel::close() {
  if (!std::exchange(open_, false)) return;
  listener_.unwatch();
  connections_.clear();
}

}  // namespace trireme::execute
