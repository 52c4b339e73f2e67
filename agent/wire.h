// What the runner and the agent say to each other over a SOCK_SEQPACKET pair, a message a packet. Both come from one build
// (the agent is carried inside the runner), so there are no versions.
//
//   agent → runner   ready, or unfit with the reason, once; then to each Request a Reply
//   runner → agent   run: argv and the changes of the environment; the descriptor for stdout and stderr comes with it. When
//                    the child connects to 127.0.0.1:port, it is connected to the socket channel_address(port) instead:
//                    of that the runner knows without asking who is at the other end. A second descriptor is of a file in
//                    which the child counts what it runs (agent/counts.h)
//                    list: as run, but nobody wants to know what the child counts: gcc's runtime in it writes nothing
//                    reap: the child has ended and its group has been killed; collect it and tell its status
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace trireme::agent {

// The descriptor by which the agent finds its socket, and the one it is itself loaded from (/proc/self/fd/N).
inline constexpr int k_library_descriptor = 3;
inline constexpr int k_socket_descriptor = 4;
// Set for the agent, as the last variable, and removed by it: "PID" of the runner, or "PID:" and the caller's own LD_PRELOAD.
inline constexpr const char* k_agent_variable = "TRIREME_AGENT";

// What a child whose thread crashes writes to a connection of its own to channel_address(port). Then it stops itself; when it is
// continued, it dies of the signal.
struct CrashNotice {
  char claim[24] = "trireme: child crashes";
  std::int32_t thread = 0;
  std::int32_t signal = 0;
};

inline constexpr std::size_t k_longest_request = 96 * 1024;  // bytes; the kernel takes packets of about 200 KiB

enum class RequestKind : std::uint32_t { run, list, reap };

// Followed, for run and list, by NUL-terminated strings: `arguments` for argv, `variables` of the environment, "NAME=value" to set
// and "NAME" to remove.
struct Request {
  RequestKind kind = RequestKind::run;
  std::uint32_t arguments = 0;
  std::uint32_t variables = 0;
  std::uint32_t port = 0;  // 0: it is connected to what it wants
};

enum class ReplyKind : std::uint32_t { ready, unfit, started, refused, ended };

struct Reply {
  ReplyKind kind = ReplyKind::ready;
  std::int32_t pid = 0;     // of started
  std::int32_t code = 0;    // of ended: exit status, when signal is 0
  std::int32_t signal = 0;  // of ended
  char text[192] = {};      // of unfit and refused: why; reads after "because it "
};

struct ChannelAddress {
  sockaddr_un name{};
  socklen_t size = 0;
};

// In the abstract namespace. Who has the port has the name.
inline ChannelAddress channel_address(std::uint32_t port) {
  ChannelAddress address;
  address.name.sun_family = AF_UNIX;
  const int length = std::snprintf(address.name.sun_path + 1, sizeof address.name.sun_path - 1, "trireme-%u", port);
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length));
  return address;
}

}  // namespace trireme::agent
