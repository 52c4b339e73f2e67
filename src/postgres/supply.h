// A server with a template on it, and the databases that are cloned from it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "postgres/async.h"
#include "postgres/connection.h"
#include "postgres/server.h"

namespace trireme::postgres {

inline constexpr const char* k_cluster_database = "trireme_cluster";

// What becomes of databases at the end: their names, and a line about each.
struct KeptDatabase {
  std::string name;
  std::string why;
};

class Supply {
 public:
  Supply() = default;
  Supply(const Supply&) = delete;
  Supply& operator=(const Supply&) = delete;
  virtual ~Supply() = default;

  // The server and the template. Before anything else, once.
  virtual Async<void> make() = 0;
  // The name on this server of the database "gw0", say.
  [[nodiscard]] virtual std::string name_of(const std::string& part) const = 0;
  [[nodiscard]] virtual std::string template_name() const = 0;
  // A further connection, for several things at once.
  virtual Async<Connection> connect() = 0;
  // A database like the template.
  virtual Async<void> add(Connection& by, std::string name) const = 0;
  // Its sessions are ended. It need not be there.
  virtual Async<void> remove(Connection& by, std::string name) const = 0;
  // A further server, whose only database beside PostgreSQL's own and the template is a copy of that. `number`, from 1, is no
  // other's. Not of a server that is given.
  virtual Async<Server> add_server(int number) const = 0;
  virtual Async<void> remove_files_of_server(int number) const = 0;
  // The end, after which there is nothing to add: what we made goes from the server, but for what is kept. For each of these a
  // command that opens it.
  virtual Async<std::vector<std::string>> close(std::vector<KeptDatabase> kept) = 0;

  // Nobody else uses the server.
  [[nodiscard]] virtual bool is_ours() const = 0;
  [[nodiscard]] virtual const Address& address() const = 0;
  // The server's, and where it is unless it is our own; for the header.
  [[nodiscard]] virtual const std::string& version() const = 0;
  // Where the template comes from, for the header.
  [[nodiscard]] virtual const std::string& origin() const = 0;
  // Can be read when the server may have ended; then `loss` says why, or "" if it has not.
  [[nodiscard]] virtual int watched() const = 0;
  virtual std::string loss() = 0;
  bool ended();
  [[nodiscard]] virtual std::vector<pid_t> own_processes() const = 0;
  // Lets its processes go on that a test has stopped, as far as it is ours: while one stands still the server drops no database.
  virtual void resume() const {}
  // The server's log, a file; "" = none that we can read.
  [[nodiscard]] virtual std::string log() const = 0;
  // What is wrong there and does not keep tests from running.
  [[nodiscard]] virtual std::vector<std::string> warnings() const { return {}; }
};

}  // namespace trireme::postgres
