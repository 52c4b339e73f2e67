// A server of our own, that no other run knows of: with a template, from the cache where that is possible.
#pragma once

#include <optional>

#include "postgres/cluster_cache.h"
#include "postgres/recipe.h"
#include "postgres/server.h"
#include "postgres/server_directory.h"
#include "postgres/supply.h"
#include "postgres/template.h"

namespace trireme::postgres {

class OwnSupply : public Supply {
 public:
  OwnSupply(Server::Settings settings, ServerDirectory directory, Recipe recipe, Surroundings surroundings);

  Async<void> make() override;
  [[nodiscard]] std::string name_of(const std::string& part) const override { return "trireme_" + part; }
  [[nodiscard]] std::string template_name() const override { return k_template; }
  Async<Connection> connect() override;
  Async<void> add(Connection& by, std::string name) const override;
  Async<void> remove(Connection& by, std::string name) const override;
  Async<Server> add_server(int number) const override;
  Async<void> remove_files_of_server(int number) const override;
  Async<std::vector<std::string>> close(std::vector<KeptDatabase> kept) override;

  [[nodiscard]] bool is_ours() const override { return true; }
  [[nodiscard]] const Address& address() const override { return server_->address(); }
  [[nodiscard]] const std::string& version() const override { return version_; }
  [[nodiscard]] const std::string& origin() const override { return origin_; }
  [[nodiscard]] int watched() const override { return server_->process().pidfd(); }
  std::string loss() override { return "the database server has ended\nits last words:\n" + server_->last_words(); }
  [[nodiscard]] std::vector<pid_t> own_processes() const override { return {server_->process().pid()}; }
  void resume() const override { server_->resume(); }
  [[nodiscard]] std::string log() const override { return directory_.log(); }

 private:
  [[nodiscard]] std::string template_key() const;
  [[nodiscard]] std::string seed() const { return directory_.path() + "/seed"; }
  [[nodiscard]] Server::Place place(int number) const;
  Async<void> make_from(const ClusterCache::Entry& entry);
  Async<void> start();
  Async<void> start_server();
  Async<void> connect_first();
  Async<void> look_for_settings();
  Async<void> open_template();
  Async<void> build();
  Async<void> check_tablespaces();
  Async<void> stop();
  Async<void> start_with_seed();
  Async<void> drop_others(Connection& by, const std::string& key);

  Server::Settings settings_;
  ServerDirectory directory_;
  Recipe recipe_;
  Surroundings surroundings_;
  ClusterCache cache_;
  std::optional<Server> server_;
  std::optional<Connection> connection_;
  bool template_has_settings_ = true;
  std::string version_;
  std::string origin_;
};

}  // namespace trireme::postgres
