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

constexpr int k_most_reads = 16;  // at once

constexpr std::string_view k_end_of_test = "event=TestEnd&";

struct Said {
  ssize_t size = 0;
  pid_t by = 0;  // 0: the kernel does not tell, as of what comes by the port
};

// What one process has said, as far as it fits.
Said receive_from(int socket, std::array<char, 1 << 16>& chunk) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control;
  iovec data{.iov_base = chunk.data(), .iov_len = chunk.size()};
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  Said said{.size = recvmsg(socket, &header, MSG_CMSG_CLOEXEC)};
  const cmsghdr* credentials = said.size > 0 ? CMSG_FIRSTHDR(&header) : nullptr;
  if (credentials == nullptr || credentials->cmsg_type != SCM_CREDENTIALS) return said;
  ucred speaker{};
  std::memcpy(&speaker, CMSG_DATA(credentials), sizeof speaker);
  said.by = speaker.pid;
  return said;
}

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
        {std::move(arrival.socket), of_family, arrival.peer == leader_, 0, std::move(watch).value_or(Readiness::Watch()), {}});
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
  for (int reads = 0; !connection.finished; ++reads) {
    // Who writes without an end must not keep us here, nor be kept in memory.
    received.more |= reads == k_most_reads;
    if (reads == k_most_reads) return;
    const Said said = receive_from(connection.socket.get(), chunk);
    if (said.size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (said.size <= 0) connection.finished = true;
    const std::string_view bytes(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(said.size, 0)));
    if (&connection == believed_) {
      const bool foreign = said.by != connection.speaker && said.size > 0;
      if (!foreign) received.bytes += bytes;
      received.forked_run |= foreign && bytes.find(k_end_of_test) != std::string_view::npos;
    } else if (connection.unclaimed.size() < k_longest_preface) {
      connection.unclaimed += bytes;
      connection.speaker = said.by;
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
