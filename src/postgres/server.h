// A PostgreSQL server of our own: it listens on a socket in its directory and nowhere else, and does not care whether data
// survive a crash of the machine. It ends with this object, and by itself when we are killed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/child.h"
#include "postgres/connection.h"
#include "postgres/installation.h"
#include "postgres/server_directory.h"

namespace trireme::postgres {

inline constexpr const char* k_superuser = "postgres";
inline constexpr int k_port = 5432;  // of the first server in a directory; nobody listens there

class [[nodiscard]] Server {
 public:
  struct Settings {
    Installation installation;
    std::optional<base::Identity> user;
    std::vector<std::string> environment;  // of the server
    int max_connections = 100;
    std::vector<int> held = {};  // descriptors that its processes hold; not empty: it may outlive us
  };

  struct Place {
    std::string data;              // a directory that a server has left in good order
    std::string log;               // a file
    std::string socket_directory;  // for several servers, by port
    int port = k_port;
  };

  // Returns when it takes connections.
  static Async<Server> start(const Settings& settings, Place place);
  Server(Server&&) = default;
  Server& operator=(Server&&) = delete;
  ~Server();

  [[nodiscard]] const Address& address() const { return address_; }
  [[nodiscard]] const std::string& log() const { return log_; }
  [[nodiscard]] const base::Child& process() const { return process_; }
  [[nodiscard]] bool has_ended() const;
  // Lets those of its processes go on that somebody has stopped.
  void resume() const;
  // An orderly end, after which the data directory can be copied.
  Async<void> stop();
  // The end at once, which otherwise the destructor waits for.
  asio::awaitable<void> quit();
  // It goes on without us.
  void leave();
  // Why it has ended, by its log.
  [[nodiscard]] std::string last_words() const;

 private:
  Server(base::Child process, Address address, std::string data, std::string log)
      : process_(std::move(process)), address_(std::move(address)), data_(std::move(data)), log_(std::move(log)) {}
  Async<void> await_connections();

  base::Child process_;
  Address address_;
  std::string data_;
  std::string log_;
};

Server::Place place_in(const ServerDirectory& directory);

// Makes a data directory.
Async<void> make_cluster(const Server::Settings& settings, const std::string& data);
// The arguments of initdb; a part of what a data directory depends on.
std::vector<std::string> initdb_arguments();

}  // namespace trireme::postgres
