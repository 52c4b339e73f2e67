// What the listing of tests leaves for their run: fork servers that wait for somebody who wants a child, or still start, and the
// knowledge of programs that cannot be one.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "forkserver/server.h"

namespace trireme::forkserver {

class Stock {
 public:
  // A server that has no child. Beyond some number the oldest is ended: each holds memory and descriptors.
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
  std::deque<Server> waiting_;
  std::map<std::string, std::string> unfit_;  // by path
};

}  // namespace trireme::forkserver
