#include "postgres/clusters.h"

#include <utility>

namespace trireme::postgres {

std::optional<base::Result<Address>> Clusters::hand_out(const std::string& worker) {
  Shared& cluster = clusters_[worker];
  if (cluster == nullptr) {
    cluster = std::make_shared<Cluster>(Cluster{.number = ++last_number_});
    tasks_.start(make(cluster));
  }
  if (!cluster->server) return std::nullopt;
  if (*cluster->server) return (*cluster->server)->address();
  const base::Error why = cluster->server->error();
  take_back(worker);
  return tl::unexpected(why);
}

asio::awaitable<void> Clusters::make(Shared cluster) const {
  cluster->server.emplace(co_await caught(supply_.add_server(cluster->number)));
}

void Clusters::take_back(const std::string& worker) {
  const auto back = clusters_.extract(worker);
  if (back.empty()) return;
  ending_.insert(back.mapped());
  tasks_.start(end(back.mapped()));
}

asio::awaitable<void> Clusters::end(Shared cluster) {
  if (*cluster->server) co_await (*cluster->server)->quit();
  cluster->server.reset();
  (void)co_await caught(supply_.remove_files_of_server(cluster->number));
  ending_.erase(cluster);
}

std::vector<pid_t> Clusters::servers() const {
  std::vector<pid_t> pids;
  const auto add = [&](const Shared& each) {
    if (each->server && *each->server) pids.push_back((*each->server)->process().pid());
  };
  for (const auto& [worker, each] : clusters_) add(each);
  for (const Shared& each : ending_) add(each);
  return pids;
}

}  // namespace trireme::postgres
