// Fork servers that were started to list tests and wait for somebody who runs them.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "forkserver/server.h"

namespace trireme::forkserver {

class Stock {
 public:
  // A server that is ready and has no child. Beyond some number the oldest is ended: each holds memory.
  void put(const std::string& path, const std::string& directory, Server server);
  // A server of this program in this directory.
  std::optional<Server> take(const std::string& path, const std::string& directory);
  [[nodiscard]] std::vector<pid_t> pids() const;

 private:
  struct Waiting {
    std::string path;
    std::string directory;
    Server server;
  };
  std::deque<Waiting> waiting_;
};

}  // namespace trireme::forkserver
