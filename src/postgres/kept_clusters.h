// Databases that were kept although their server is gone: on disk, each server's data directory with a list of what to find
// there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "postgres/async.h"
#include "postgres/supply.h"

namespace trireme::postgres {

class KeptClusters {
 public:
  // "": there is no place for them.
  explicit KeptClusters(std::string directory) : directory_(std::move(directory)) {}

  // Copies the data directory, on which no server may run. The names have the key in them.
  Async<void> add(std::string key, std::string data, std::vector<KeptDatabase> databases) const;
  [[nodiscard]] std::vector<KeptDatabase> list() const;
  // The data directory that has it; nullopt: none has.
  [[nodiscard]] std::optional<std::string> find(const std::string& database) const;
  // False: it is not here. The data directory goes with the last of its databases.
  base::Result<bool> drop(const std::string& database) const;
  // What was never finished.
  void remove_dead() const;

 private:
  [[nodiscard]] std::string entry_of(const std::string& database) const;

  std::string directory_;
};

}  // namespace trireme::postgres
