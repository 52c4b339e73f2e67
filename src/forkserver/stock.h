// What the listing of tests leaves for their run: fork servers that wait for somebody who wants a child, or still start, and the
// knowledge of programs that cannot be one.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forkserver/server.h"

namespace trireme::forkserver {

class Stock {
 public:
  // A server that has no child. The oldest are ended when there are too many, or all hold too much memory.
  void put(Server server);
  // The latest server that was started as `program` says, but for the variables of a worker; they must not matter before main.
  std::optional<Server> take(const base::SpawnSpec& program);
  // Ends those of a program.
  void forget(const std::string& path);
  // Ends the oldest until they hold no more descriptors than these.
  void keep_within(int descriptors);
  [[nodiscard]] std::vector<pid_t> pids() const;

  // Ends those of a program, of which there will be no more. `why` reads after "because it ".
  void put_unfit(const std::string& path, const std::string& why);
  // nullptr if nothing is known.
  [[nodiscard]] const std::string* why_unfit(const std::string& path) const;

 private:
  struct Waiting {
    Server server;
    std::uint64_t memory;  // bytes that are its own
  };

  [[nodiscard]] std::uint64_t memory() const;

  std::deque<Waiting> waiting_;
  std::map<std::string, std::string> unfit_;  // by path
};

}  // namespace trireme::forkserver
