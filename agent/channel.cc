// connect is ours, in servers' children for one address, else only passed on.
#include "agent/channel.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "agent/next_definition.h"
#include "agent/wire.h"

namespace trireme::agent {

namespace {

using Connect = int (*)(int, const sockaddr*, socklen_t);

std::uint32_t g_port = 0;
ChannelAddress g_address;  // of the port

Connect real_connect() {
  static Connect real = nullptr;
  if (real == nullptr) real = next_definition<Connect>("connect");
  return real;
}

bool is_channel(const sockaddr* address, socklen_t size) {
  sockaddr_in internet{};
  if (g_port == 0 || address == nullptr || size < sizeof internet || address->sa_family != AF_INET) return false;
  std::memcpy(&internet, address, sizeof internet);
  return ntohs(internet.sin_port) == g_port && ntohl(internet.sin_addr.s_addr) == INADDR_LOOPBACK;
}

bool connect_channel(int fd) {
  const int flags = fcntl(fd, F_GETFD);
  const int channel = flags < 0 ? -1 : connect_to_channel();
  const bool done = channel >= 0 && dup3(channel, fd, (flags & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0) >= 0;
  if (channel >= 0) close(channel);
  return done;
}

// Each line counts for some hundred bytes, and the runner lets many come before it reads: with the usual size programs of
// short tests wait for it.
void make_roomy(int channel) {
  constexpr int k_size = 1 << 20;  // bytes, or what the system allows
  setsockopt(channel, SOL_SOCKET, SO_SNDBUF, &k_size, sizeof k_size);
}

}  // namespace

void redirect_channel(std::uint32_t port) {
  g_port = port;
  g_address = channel_address(port);
  (void)real_connect();  // looked up while one may
}

int connect_to_channel() {
  const int channel = g_port == 0 ? -1 : socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (channel < 0) return channel;
  make_roomy(channel);
  if (real_connect()(channel, reinterpret_cast<const sockaddr*>(&g_address.name), g_address.size) == 0) return channel;
  close(channel);
  return -1;
}

}  // namespace trireme::agent

TRIREME_EXPORTED int connect(int fd, const sockaddr* address, socklen_t size) {
  using namespace trireme::agent;
  if (is_channel(address, size) && connect_channel(fd)) return 0;
  return real_connect()(fd, address, size);
}
