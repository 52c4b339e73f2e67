// Data directories of servers that ended in good order, packed (files.h). An entry appears whole, by a rename, or not at
// all; of two runs that make the same one the first wins. An entry that is being read is locked, and not removed.
#pragma once

#include <optional>
#include <string>

#include "base/fd.h"
#include "postgres/async.h"

namespace trireme::postgres {

class ClusterCache {
 public:
  // `directory` is ours alone; "": nothing is found and nothing kept.
  explicit ClusterCache(std::string directory) : directory_(std::move(directory)) {}

  struct Entry {
    std::string path;
    base::Fd lock;  // shared
  };
  [[nodiscard]] std::optional<Entry> find(const std::string& key) const;
  // Packs the data directory; no server may run on it. It takes the place of an entry that is there and not in use. That it
  // cannot be kept is no error of the run's.
  asio::awaitable<void> keep(std::string key, std::string data) const;

 private:
  void prune() const;

  std::string directory_;
};

}  // namespace trireme::postgres
