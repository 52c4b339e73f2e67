// Servers for tests that each need one of their own: they may stop it, change its settings and its roles.
#pragma once

#include <asio/io_context.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "postgres/supply.h"
#include "postgres/tasks.h"

namespace trireme::postgres {

class Clusters {
 public:
  // The supply outlives this, and makes clusters.
  Clusters(asio::io_context& loop, Supply& supply) : supply_(supply), tasks_(loop) {}

  // Where this worker's server is. nullopt: it is being made. An error: it cannot be made.
  std::optional<base::Result<Address>> hand_out(const std::string& worker);
  // The log of the one that was handed out.
  [[nodiscard]] const std::string& log_of(const std::string& worker) const { return (*clusters_.at(worker)->server)->log(); }
  // Nobody uses it any more. No effect where there is none.
  void take_back(const std::string& worker);

  [[nodiscard]] std::vector<pid_t> servers() const;

 private:
  struct Cluster {
    int number = 0;
    std::optional<base::Result<Server>> server;  // once it is there
  };
  using Shared = std::shared_ptr<Cluster>;

  asio::awaitable<void> make(Shared cluster) const;
  asio::awaitable<void> end(Shared cluster);

  Supply& supply_;
  std::map<std::string, Shared> clusters_;  // by worker
  std::set<Shared> ending_;
  int last_number_ = 0;
  Tasks tasks_;  // the last member, since they use the others
};

}  // namespace trireme::postgres
