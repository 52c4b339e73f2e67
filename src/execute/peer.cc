// A sock_diag request for exactly one socket gives its owner and its inode; /proc/PID/fd tells which process holds the inode.
#include "execute/peer.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/child.h"
#include "base/fd.h"

namespace trireme::execute {

namespace {

struct SocketOwner {
  std::uint32_t uid = 0;
  std::uint32_t inode = 0;
};

struct Request {
  nlmsghdr header;
  inet_diag_req_v2 body;
};

Request request_for(std::uint16_t peer_port, std::uint16_t own_port) {
  Request request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.body.sdiag_family = AF_INET;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = ~0U;
  request.body.id.idiag_sport = htons(peer_port);
  request.body.id.idiag_dport = htons(own_port);
  request.body.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
  request.body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
  request.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return request;
}

std::optional<SocketOwner> socket_owner(std::uint16_t peer_port, std::uint16_t own_port) {
  const base::Fd netlink(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const Request request = request_for(peer_port, own_port);
  if (!netlink || send(netlink.get(), &request, sizeof request, 0) < 0) return std::nullopt;
  alignas(nlmsghdr) std::array<char, 4096> answer{};
  const ssize_t size = recv(netlink.get(), answer.data(), answer.size(), 0);
  if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(inet_diag_msg)))) return std::nullopt;
  const auto* header = reinterpret_cast<const nlmsghdr*>(answer.data());
  if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
  inet_diag_msg message{};
  std::memcpy(&message, answer.data() + NLMSG_HDRLEN, sizeof message);
  return SocketOwner{message.idiag_uid, message.idiag_inode};
}

bool holds_socket(pid_t pid, std::uint32_t inode) {
  const std::string wanted = "socket:[" + std::to_string(inode) + "]";
  std::error_code error;
  std::filesystem::directory_iterator each("/proc/" + std::to_string(pid) + "/fd", error);
  for (; !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    std::error_code unreadable;
    if (std::filesystem::read_symlink(each->path(), unreadable) == wanted) return true;
  }
  return false;
}

bool any_of_family(pid_t leader, const std::function<bool(pid_t)>& wanted) {
  if (wanted(leader)) return true;
  const std::vector<pid_t> children = base::children_of(leader);
  return std::any_of(children.begin(), children.end(), [&](pid_t each) { return any_of_family(each, wanted); });
}

}  // namespace

bool peer_is_of_family(std::uint16_t peer_port, std::uint16_t own_port, pid_t leader) {
  const auto owner = socket_owner(peer_port, own_port);
  return owner && owner->inode != 0 && owner->uid == geteuid() &&
         any_of_family(leader, [&](pid_t each) { return holds_socket(each, owner->inode); });
}

bool is_in_family(pid_t pid, pid_t leader) {
  return any_of_family(leader, [&](pid_t each) { return each == pid; });
}

}  // namespace trireme::execute
