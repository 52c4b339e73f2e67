// The server that `trireme db start` leaves running for later runs: which it is, if it lives. Its directory is locked by its
// own processes, which inherit the lock, so nobody takes it for a dead run's.
#pragma once

#include <optional>
#include <string>

#include "postgres/server.h"

namespace trireme::postgres {

inline constexpr const char* k_starting = "starting";

struct StartedServer {
  std::string directory;
  std::string socket_directory;
  std::string key;  // a hash of what it was made of, see fresh_cluster.h; k_starting = it need not take connections yet

  [[nodiscard]] Address address() const;
  [[nodiscard]] std::string log() const { return directory + "/log"; }
};

// `place`: the directory where it is written down; "" = nowhere.
std::optional<StartedServer> find_started(const std::string& place);
// Starts one. There must be none.
Async<void> start_server(std::string place, Server::Settings settings);
// Ends it; its files go.
base::Result<void> stop_server(const std::string& place, const StartedServer& server);

}  // namespace trireme::postgres
