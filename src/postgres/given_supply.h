// A server that was there before us and is others' too. We write and drop nothing on it but databases of our own; the template
// stays there for later runs. See marks.h and liveness.h.
#pragma once

#include <optional>

#include "postgres/recipe.h"
#include "postgres/supply.h"
#include "postgres/template.h"
#include "postgres/url.h"

namespace trireme::postgres {

class GivenSupply : public Supply {
 public:
  // `psql`: the program; "" = there is none.
  // `log`: the server's, "" = we cannot read it.
  GivenSupply(GivenUrl url, std::string psql, std::string log, Recipe recipe, Surroundings surroundings);

  Async<void> make() override;
  [[nodiscard]] std::string name_of(const std::string& part) const override;
  [[nodiscard]] std::string template_name() const override { return template_; }
  Async<Connection> connect() override;
  Async<void> add(Connection& by, std::string name) const override;
  Async<void> remove(Connection& by, std::string name) const override;
  Async<Server> add_server(int number) const override;
  Async<void> remove_files_of_server(int number) const override;
  Async<std::vector<std::string>> close(std::vector<KeptDatabase> kept) override;

  [[nodiscard]] bool is_ours() const override { return false; }
  [[nodiscard]] const Address& address() const override { return address_; }
  [[nodiscard]] const std::string& version() const override { return version_; }
  [[nodiscard]] const std::string& origin() const override { return origin_; }
  [[nodiscard]] int watched() const override { return life_->socket(); }
  std::string loss() override;
  [[nodiscard]] std::vector<pid_t> own_processes() const override { return {}; }
  [[nodiscard]] std::string log() const override { return log_; }
  [[nodiscard]] std::vector<std::string> warnings() const override;

 private:
  Async<void> sweep();
  Async<void> make_template(std::string hash);
  Async<void> build();

  GivenUrl url_;
  std::string psql_;
  std::string log_;
  Recipe recipe_;
  Surroundings surroundings_;
  std::string key_;
  Address address_;
  std::string home_;  // the database that our own sessions are in
  std::optional<Connection> life_;
  std::optional<Connection> connection_;
  std::string template_;
  std::vector<std::pair<std::string, std::string>> stayed_;  // what dead runs left and we could not drop, and why
  bool waits_for_disk_ = true;
  std::string version_;
  std::string origin_;
};

// A session on the server of the URL, in a database that is there, but in the one that the URL names only when there is no other.
struct Entered {
  Connection connection;
  Address address;
  std::string database;
};
Async<Entered> enter(GivenUrl url, std::string name);

}  // namespace trireme::postgres
