#include "postgres/postgres.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/ranges.h>

#include "base/cache_directory.h"
#include "base/environment.h"
#include "execute/worker_names.h"
#include "postgres/clusters.h"
#include "postgres/os_user.h"
#include "postgres/pool.h"
#include "postgres/program.h"
#include "postgres/supply.h"
#include "postgres/url.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::postgres {

namespace {

using model::DatabaseMode;

// Where the caller's variables lead must not matter to libpq in this process either.
void forget_variables_of_libpq() {
  std::vector<std::string> names;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string variable = *each;
    if (variable.starts_with("PG")) names.push_back(variable.substr(0, variable.find('=')));
  }
  for (const std::string& each : names) unsetenv(each.c_str());
}

constexpr const char* k_shared = "trireme_shared";

std::string database_of(const std::string& worker) { return "trireme_" + worker; }

using Modes = std::set<DatabaseMode>;

// What the tests that will run want.
Modes modes_of(const model::Collection& collection) {
  Modes modes;
  for (const model::TestCase& each : collection.tests) {
    if (!each.disabled) modes.insert(collection.launches[each.launch].database);
  }
  modes.erase(DatabaseMode::none);
  return modes;
}

// Those that last for the whole run.
std::vector<std::string> databases(const Request& request, const Modes& modes) {
  const execute::WorkerNames names(request.options);
  std::vector<std::string> result;
  for (int worker = 0; modes.count(DatabaseMode::worker) > 0 && worker < request.workers; ++worker) {
    result.push_back(database_of(names.name(static_cast<std::size_t>(worker))));
  }
  if (modes.count(DatabaseMode::shared) > 0) result.emplace_back(k_shared);
  return result;
}

// How tests get their databases, for the header.
std::string described(const Modes& modes) {
  static const std::map<DatabaseMode, std::string> k_words = {
      {DatabaseMode::shared, "one database for all workers"},
      {DatabaseMode::worker, "a database for each worker"},
      {DatabaseMode::test, "the template's state and a process of its own for each test"},
      {DatabaseMode::cluster, "a server and a process of its own for each test"}};
  std::vector<std::string> words;
  for (const DatabaseMode each : modes) words.push_back(k_words.at(each));
  return fmt::format("{}", fmt::join(words, ", "));
}

class Postgres : public execute::Resource {
 public:
  Postgres(asio::io_context& loop, const Request& request, Modes modes, Supply supply)
      : loop_(loop),
        modes_(std::move(modes)),
        variables_(request.options.database.variables),
        databases_(databases(request, modes_)),
        role_(request.options.database.role),
        supply_(std::move(supply)),
        pool_(loop, supply_, request.workers),
        clusters_(loop, supply_) {}

  tl::expected<void, Refusal> fill() { return complete(loop_, make_all()); }

  std::string description() const override {
    return fmt::format("database: PostgreSQL {}, {}, {}", supply_.version(), described(modes_), supply_.origin());
  }

  HandOut hand_out(const std::string& worker, const model::Launch& launch) override {
    switch (launch.database) {
      case DatabaseMode::none: return std::vector<std::string>();
      case DatabaseMode::shared: return environment(k_shared);
      case DatabaseMode::worker: return environment(database_of(worker));
      case DatabaseMode::test: return handed_out(pool_.hand_out(worker));
      case DatabaseMode::cluster: return handed_out(clusters_.hand_out(worker));
    }
    return std::vector<std::string>();
  }

  void take_back(const std::string& worker) override {
    pool_.take_back(worker);
    clusters_.take_back(worker);
  }

  std::string lost() override {
    if (lost_.empty() && supply_.server().has_ended()) {
      lost_ = "the database server has ended\nits last words:\n" + supply_.server().last_words();
    }
    return lost_;
  }

  std::vector<pid_t> own_processes() const override {
    std::vector<pid_t> own = running_programs();
    own.push_back(supply_.server().process().pid());
    for (const pid_t each : clusters_.servers()) own.push_back(each);
    return own;
  }

  base::Result<void> renew() override {
    auto renewed = complete(loop_, remake_all());
    if (!renewed) return base::fail("{}", renewed.error().text);
    return {};
  }

 private:
  [[nodiscard]] std::vector<std::string> environment(Address server, const std::string& database) const {
    if (!role_.empty()) server.user = role_;
    return variables_for(server, database, variables_);
  }
  [[nodiscard]] std::vector<std::string> environment(const std::string& database) const {
    return environment(supply_.server().address(), database);
  }
  [[nodiscard]] HandOut handed_out(const std::optional<base::Result<std::string>>& database) const {
    if (!database) return std::nullopt;
    if (!*database) return tl::unexpected(database->error());
    return environment(**database);
  }
  [[nodiscard]] HandOut handed_out(const std::optional<base::Result<Address>>& cluster) const {
    if (!cluster) return std::nullopt;
    if (!*cluster) return tl::unexpected(cluster->error());
    return environment(**cluster, k_cluster_database);
  }

  Async<void> make_all() {
    CO_CHECK(co_await supply_.make());
    CO_TRY(Connection by, co_await supply_.connect());
    CO_CHECK(co_await check_role(by));
    for (const std::string& each : databases_) CO_CHECK(co_await supply_.add(by, each));
    if (modes_.count(DatabaseMode::test) > 0) CO_CHECK(co_await pool_.fill());
    co_return base::Result<void>();
  }

  Async<void> check_role(Connection& by) const {
    if (role_.empty()) co_return base::Result<void>();
    const std::vector<std::string> parameters = {role_};
    CO_TRY(const Rows found, co_await by.query("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", parameters));
    if (!found.empty() && found[0][0] == "t") co_return base::Result<void>();
    co_return base::fail("{} {}, which [db] role names; the schema must make it: CREATE ROLE {} LOGIN",
                         found.empty() ? "there is no role" : "nobody may log in as", role_, quoted_name(role_));
  }

  Async<void> remake_all() {
    CO_TRY(Connection by, co_await supply_.connect());
    for (const std::string& each : databases_) {
      CO_CHECK(co_await supply_.remove(by, each));
      CO_CHECK(co_await supply_.add(by, each));
    }
    co_return base::Result<void>();
  }

  asio::io_context& loop_;
  Modes modes_;
  std::vector<std::string> variables_;
  std::vector<std::string> databases_;
  std::string role_;
  Supply supply_;
  std::string lost_;
  Pool pool_;
  Clusters clusters_;
};

// For the server and its programs: what they say is searched, so it is in English.
std::vector<std::string> server_environment(const model::Options& options) {
  std::vector<std::string> environment = options.environment;
  base::set_variable(environment, "LC_ALL=C");
  return environment;
}

// Each test of a worker may have several connections, and so may we.
int connections_for(int workers) { return std::max(100, 30 * workers + 20); }

base::Result<Supply> supply_for(const Request& request, bool clusters) {
  const model::Options& options = request.options;
  const char* path = std::getenv("PATH");
  TRY(Recipe recipe, read_recipe(options.database, options.directory));
  TRY(Installation installation, find_installation({options.database.bindir, path != nullptr ? path : ""}));
  TRY(auto user, server_user(options.database.os_user));
  TRY(ServerDirectory directory, ServerDirectory::make(user));
  Server::Settings settings{std::move(installation), std::move(user), server_environment(options),
                            connections_for(request.workers)};
  return Supply(std::move(settings), std::move(directory), std::move(recipe),
                {options.environment, options.database.variables, options.directory, request.spared, options.database.rebuild,
                 clusters, base::cache_directory("postgres")});
}

}  // namespace

Prepared prepare(asio::io_context& loop, const Request& request) {
  Modes modes = modes_of(request.collection);
  if (modes.empty()) return nullptr;
  forget_variables_of_libpq();
  auto supply = supply_for(request, modes.count(DatabaseMode::cluster) > 0);
  if (!supply) return tl::unexpected(Refusal{supply.error().text});
  auto made = std::make_unique<Postgres>(loop, request, std::move(modes), *std::move(supply));
  if (auto filled = made->fill(); !filled) return tl::unexpected(filled.error());
  return made;
}

}  // namespace trireme::postgres
