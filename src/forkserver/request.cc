#include "forkserver/request.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

namespace trireme::forkserver {

namespace {

constexpr std::string_view k_preload = "LD_PRELOAD=";

std::string name_of(const std::string& variable) { return variable.substr(0, variable.find('=')); }

std::string with_head(agent::Request head, const std::vector<const std::vector<std::string>*>& parts) {
  std::string text(reinterpret_cast<const char*>(&head), sizeof head);
  for (const auto* part : parts) {
    for (const std::string& each : *part) text.append(each).push_back('\0');
  }
  return text;
}

}  // namespace

void preload(std::vector<std::string>& environment, const std::string& first) {
  const std::string agent = std::string(k_preload) + first + fmt::format("/proc/self/fd/{}", agent::k_library_descriptor);
  const auto found =
      std::find_if(environment.begin(), environment.end(), [](const auto& each) { return each.starts_with(k_preload); });
  const std::string told = fmt::format("{}={}", agent::k_agent_variable, getpid());
  if (found == environment.end()) {
    environment.insert(environment.end(), {agent, told});
    return;
  }
  const std::string callers = found->substr(k_preload.size());
  *found = agent + (callers.empty() ? "" : ":" + callers);
  environment.push_back(told + ":" + callers);
}

std::vector<std::string> changes(const std::vector<std::string>& given, std::vector<std::string> wanted) {
  std::vector<std::string> result;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(result),
               [&](const auto& each) { return !std::binary_search(given.begin(), given.end(), each); });
  std::sort(wanted.begin(), wanted.end());
  std::vector<std::string> surplus;
  std::set_difference(given.begin(), given.end(), wanted.begin(), wanted.end(), std::back_inserter(surplus));
  for (const std::string& each : surplus) {
    const std::string name = name_of(each);
    const bool set = std::any_of(result.begin(), result.end(), [&](const auto& other) { return name_of(other) == name; });
    if (!set) result.push_back(name);
  }
  return result;
}

base::Result<std::string> run_request(agent::RequestKind kind, const base::SpawnSpec& child,
                                      const std::vector<std::string>& environment, int port) {
  const std::vector<std::string> changed = changes(environment, child.environment);
  const agent::Request head{kind, static_cast<std::uint32_t>(child.argv.size()), static_cast<std::uint32_t>(changed.size()),
                            static_cast<std::uint32_t>(port)};
  std::string text = with_head(head, {&child.argv, &changed});
  if (text.size() > agent::k_longest_request) return base::fail("has too many or too long arguments");
  return text;
}

std::string reap_request() { return with_head({.kind = agent::RequestKind::reap}, {}); }

base::Result<void> send_request(int socket, const std::string& request, const std::vector<int>& descriptors) {
  iovec data{.iov_base = const_cast<char*>(request.data()), .iov_len = request.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
  const std::size_t size = descriptors.size() * sizeof(int);
  msghdr header{};
  header.msg_iov = &data;
  header.msg_iovlen = 1;
  if (size > 0) {
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(size);
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(rights), descriptors.data(), size);
  }
  const ssize_t sent = sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != static_cast<ssize_t>(request.size())) return base::fail_errno("cannot reach its fork server");
  return {};
}

}  // namespace trireme::forkserver
