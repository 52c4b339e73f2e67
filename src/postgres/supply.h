// A server with a template on it, from the cache where that is possible, and the databases that are cloned from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "postgres/cluster_cache.h"
#include "postgres/connection.h"
#include "postgres/recipe.h"
#include "postgres/server.h"
#include "postgres/server_directory.h"

namespace trireme::postgres {

inline constexpr const char* k_cluster_database = "trireme_cluster";

class Supply {
 public:
  struct Surroundings {
    std::vector<std::string> environment;  // of what fills the template
    std::vector<std::string> variables;    // further ones that get the URL
    std::string directory;                 // where psql runs
    std::vector<pid_t> spared;             // see template.h
    bool rebuild = false;
    bool clusters = false;  // clones of the whole cluster are wanted
    std::string cache;      // directory; "" = none
  };

  Supply(Server::Settings settings, ServerDirectory directory, Recipe recipe, Surroundings surroundings);

  // The server and the template. Before anything else, once.
  Async<void> make();
  // A further connection, for several things at once.
  Async<Connection> connect() const;
  // A database like the template.
  Async<void> add(Connection& by, std::string name) const;
  // Its sessions are ended. It need not be there.
  Async<void> remove(Connection& by, std::string name) const;

  // A further server, whose only database beside PostgreSQL's own and the template is like that. `number`, from 1, is no other's.
  Async<Server> add_server(int number) const;
  Async<void> remove_files_of_server(int number) const;

  [[nodiscard]] const Server& server() const { return *server_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  // Where the template comes from, for the header.
  [[nodiscard]] const std::string& origin() const { return origin_; }

 private:
  [[nodiscard]] std::string seed() const { return directory_.path() + "/seed"; }
  [[nodiscard]] Server::Place place(int number) const;
  [[nodiscard]] std::string cluster_key() const;
  [[nodiscard]] std::string template_key() const;
  Async<bool> take_from_cache(std::string key);
  Async<void> start();
  Async<void> make_cluster_here();
  Async<void> build();
  Async<void> stop();
  Async<void> start_with_seed();

  Server::Settings settings_;
  ServerDirectory directory_;
  Recipe recipe_;
  Surroundings surroundings_;
  ClusterCache cache_;
  std::optional<Server> server_;
  std::optional<Connection> connection_;
  std::string version_;
  std::string origin_;
};

}  // namespace trireme::postgres
