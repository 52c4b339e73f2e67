#include "forkserver/stock.h"

#include <algorithm>

namespace trireme::forkserver {

namespace {

constexpr std::size_t k_most_waiting = 64;

}  // namespace

void Stock::put(const std::string& path, const std::string& directory, Server server) {
  waiting_.push_back({path, directory, std::move(server)});
  if (waiting_.size() > k_most_waiting) waiting_.pop_front();
}

std::optional<Server> Stock::take(const std::string& path, const std::string& directory) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& each) { return each.path == path && each.directory == directory; });
  if (found == waiting_.end()) return std::nullopt;
  Server server = std::move(found->server);
  waiting_.erase(found);
  return server;
}

std::vector<pid_t> Stock::pids() const {
  std::vector<pid_t> result;
  for (const Waiting& each : waiting_) result.push_back(each.server.pid());
  return result;
}

}  // namespace trireme::forkserver
