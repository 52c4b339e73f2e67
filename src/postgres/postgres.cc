#include "postgres/postgres.h"

#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <asio/experimental/awaitable_operators.hpp>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/cache_directory.h"
#include "base/environment.h"
#include "base/hash.h"
#include "base/temp_dir.h"
#include "execute/worker_names.h"
#include "postgres/clusters.h"
#include "postgres/fresh_cluster.h"
#include "postgres/given_supply.h"
#include "postgres/own_supply.h"
#include "postgres/pool.h"
#include "postgres/program.h"
#include "postgres/server_log.h"
#include "postgres/server_settings.h"
#include "postgres/server_watch.h"
#include "postgres/started_server.h"
#include "postgres/url.h"

namespace trireme::postgres {

namespace {

using model::DatabaseKeep;
using model::DatabaseMode;

// "a::B.c failed", "a::B.c and 2 more failed"
std::string why_kept(const std::vector<std::string>& failed) {
  if (failed.empty()) return "by --db-keep=all";
  return failed.front() + (failed.size() == 1 ? "" : fmt::format(" and {} more", failed.size() - 1)) + " failed";
}

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
  Postgres(asio::io_context& loop, const Request& request, Modes modes, std::unique_ptr<Supply> supply)
      : loop_(loop),
        modes_(std::move(modes)),
        variables_(request.options.database.variables),
        role_(request.options.database.role),
        supply_(std::move(supply)),
        databases_(databases(request)),
        keep_(request.options.database.keep),
        watch_(std::in_place, loop, *supply_),
        pool_(std::in_place, loop, *supply_, request.workers),
        clusters_(std::in_place, loop, *supply_) {}
  ~Postgres() override {
    std::vector<std::string> none;
    (void)close({}, none);
  }

  tl::expected<void, Refusal> fill() {
    auto filled = complete(loop_, make_all());
    log_ = ServerLog(supply_->log());
    return filled;
  }

  std::string description() const override {
    return fmt::format("database: PostgreSQL {}, {}, {}", supply_->version(), described(modes_), supply_->origin());
  }

  std::vector<std::string> warnings() const override {
    std::vector<std::string> warnings = supply_->warnings();
    if (pool_->is_blind()) {
      warnings.emplace_back(
          "track_counts is off on the database server, so that every database of --db=test is replaced, which takes longer");
    }
    return warnings;
  }

  HandOut hand_out(const std::string& worker, const model::Launch& launch) override {
    const bool on_common_server = launch.database != DatabaseMode::none && launch.database != DatabaseMode::cluster;
    if (on_common_server && !watch_->takes_connections()) return std::nullopt;
    switch (launch.database) {
      case DatabaseMode::none: return std::vector<std::string>();
      case DatabaseMode::shared: return given(worker, supply_->address(), supply_->name_of("shared"));
      case DatabaseMode::worker: return given(worker, supply_->address(), supply_->name_of(worker));
      case DatabaseMode::test: return from_pool(worker);
      case DatabaseMode::cluster: break;
    }
    const auto cluster = clusters_->hand_out(worker);
    if (!cluster) return std::nullopt;
    if (!*cluster) return tl::unexpected(cluster->error());
    cluster_logs_.insert_or_assign(worker, ServerLog(clusters_->log_of(worker)));
    return given(worker, **cluster, k_cluster_database);
  }

  void take_back(const std::string& worker) override {
    const std::string database = std::exchange(given_[worker], "");
    if (!database.empty()) supply_->resume();
    if (pool_->take_back(worker, is_kept(database))) databases_.push_back(database);
    cluster_logs_.erase(worker);
    clusters_->take_back(worker);
  }

  std::string lost() override {
    if (lost_.empty() && supply_->ended()) lost_ = supply_->loss();
    return lost_;
  }

  std::vector<pid_t> own_processes() const override {
    std::vector<pid_t> own = supply_->own_processes();
    for (const pid_t each : running_programs()) own.push_back(each);
    for (const pid_t each : clusters_->servers()) own.push_back(each);
    return own;
  }

  void begin(const std::string& worker) override {
    const auto of_cluster = cluster_logs_.find(worker);
    (of_cluster != cluster_logs_.end() ? of_cluster->second : log_).begin(worker);
  }
  void look(double now) override {
    log_.look(now);
    for (auto& [worker, log] : cluster_logs_) log.look(now);
  }
  std::string said(const std::string& worker, double since) override {
    if (const auto of_cluster = cluster_logs_.find(worker); of_cluster != cluster_logs_.end()) {
      return of_cluster->second.said(worker, "", since);
    }
    return given_[worker].empty() ? "" : log_.said(worker, given_[worker], since);
  }

  void keep(const std::string& worker, const std::vector<std::string>& failed) override {
    std::vector<std::string>& all = failed_[given_[worker]];
    all.insert(all.end(), failed.begin(), failed.end());
  }

  std::vector<std::string> finish() override {
    const std::vector<KeptDatabase> kept = kept_databases();
    if (kept.empty()) return {};
    std::vector<std::string> commands;
    if (auto closed = close(kept, commands); !closed) return {"no database is kept: " + closed.error().text};
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < commands.size(); ++i) lines.push_back(commands[i] + "  # " + kept[i].why);
    return lines;
  }

  base::Result<void> renew() override {
    auto renewed = complete(loop_, remake_all());
    if (!renewed) return base::fail("{}", renewed.error().text);
    return {};
  }

 private:
  // Those that last for the whole run.
  std::vector<std::string> databases(const Request& request) const {
    const execute::WorkerNames names(request.options);
    std::vector<std::string> result;
    for (int worker = 0; modes_.count(DatabaseMode::worker) > 0 && worker < request.workers; ++worker) {
      result.push_back(supply_->name_of(names.name(static_cast<std::size_t>(worker))));
    }
    if (modes_.count(DatabaseMode::shared) > 0) result.push_back(supply_->name_of("shared"));
    return result;
  }

  std::vector<std::string> given(const std::string& worker, Address server, const std::string& database) {
    given_[worker] = database;
    if (!role_.empty()) {
      server.user = role_;
      std::erase_if(server.more, [](const ConnectionSetting& each) { return each.keyword == "password"; });
    }
    std::vector<std::string> result = variables_for(server, database, variables_);
    result.push_back("TRIREME_DB_TEMPLATE=" + supply_->template_name());  // for IsolatedDatabase of trireme/postgres.h
    return result;
  }

  HandOut from_pool(const std::string& worker) {
    const auto database = pool_->hand_out(worker);
    if (!database) return std::nullopt;
    if (!*database) return tl::unexpected(database->error());
    return given(worker, supply_->address(), **database);
  }

  Async<void> make_all() {
    CO_CHECK(co_await supply_->make());
    CO_CHECK(co_await make_lasting());
    if (supply_->is_ours()) CO_CHECK(co_await watch_->begin());
    if (modes_.count(DatabaseMode::test) > 0) CO_CHECK(co_await pool_->fill());
    co_return base::Result<void>();
  }

  // Two at once: one alone lets the server wait.
  Async<void> make_lasting() {
    using asio::experimental::awaitable_operators::operator&&;
    if (databases_.empty() && role_.empty()) co_return base::Result<void>();
    CO_TRY(Connection by, co_await supply_->connect());
    if (!role_.empty()) CO_CHECK(co_await check_role(by));
    std::size_t next = 0;
    if (databases_.size() < 2) co_return co_await add_some(by, next);
    auto [one, other] = co_await (add_some(by, next) && help_to_add(next));
    CO_CHECK(one);
    co_return other;
  }

  Async<void> add_some(Connection& by, std::size_t& next) {
    while (next < databases_.size()) {
      const std::string name = databases_[next++];
      CO_CHECK(co_await supply_->add(by, name));
    }
    co_return base::Result<void>();
  }

  // The server may have no room for another connection; it goes without.
  Async<void> help_to_add(std::size_t& next) {
    auto by = co_await supply_->connect();
    if (!by) co_return base::Result<void>();
    co_return co_await add_some(*by, next);
  }

  Async<void> check_role(Connection& by) const {
    const std::vector<std::string> parameters = {role_};
    CO_TRY(const Rows found, co_await by.query("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", parameters));
    if (!found.empty() && found[0][0] == "t") co_return base::Result<void>();
    co_return base::fail("{} {}, which [db] role names; the schema must make it: CREATE ROLE {} LOGIN",
                         found.empty() ? "there is no role" : "nobody may log in as", role_, quoted_name(role_));
  }

  Async<void> remake_all() {
    CO_TRY(Connection by, co_await supply_->connect());
    for (const std::string& each : databases_) {
      CO_CHECK(co_await supply_->remove(by, each));
      CO_CHECK(co_await supply_->add(by, each));
    }
    co_return base::Result<void>();
  }

  bool is_kept(const std::string& database) const {
    return keep_ == DatabaseKeep::all || (keep_ == DatabaseKeep::failed && failed_.count(database) > 0);
  }

  std::vector<KeptDatabase> kept_databases() const {
    std::vector<KeptDatabase> kept;
    for (const std::string& each : databases_) {
      if (!is_kept(each)) continue;
      const auto found = failed_.find(each);
      kept.push_back({each, why_kept(found != failed_.end() ? found->second : std::vector<std::string>())});
    }
    return kept;
  }

  // What cannot be removed now, a later run does.
  tl::expected<void, Refusal> close(const std::vector<KeptDatabase>& kept, std::vector<std::string>& commands) {
    if (std::exchange(closed_, true)) return {};
    clusters_.reset();
    pool_.reset();
    watch_.reset();
    return complete(loop_, close_supply(kept, commands));
  }

  Async<void> close_supply(std::vector<KeptDatabase> kept, std::vector<std::string>& commands) {
    CO_TRY(commands, co_await supply_->close(std::move(kept)));
    co_return base::Result<void>();
  }

  asio::io_context& loop_;
  Modes modes_;
  std::vector<std::string> variables_;
  std::string role_;
  std::unique_ptr<Supply> supply_;
  std::vector<std::string> databases_;        // that may be kept
  std::map<std::string, std::string> given_;  // databases, by worker
  model::DatabaseKeep keep_;
  std::map<std::string, std::vector<std::string>> failed_;  // tests, by database
  ServerLog log_{""};
  std::map<std::string, ServerLog> cluster_logs_;  // by worker, of those that have a server of their own
  std::string lost_;
  bool closed_ = false;
  std::optional<ServerWatch> watch_;
  std::optional<Pool> pool_;
  std::optional<Clusters> clusters_;
};

// Each test of a worker may have several connections, and so may we.
int connections_for(int workers) { return std::max(100, 30 * workers + 20); }

Surroundings surroundings_of(const Request& request, const Modes& modes) {
  const model::Options& options = request.options;
  return {options.environment,
          options.database.variables,
          options.directory,
          request.spared,
          options.database.rebuild,
          modes.count(DatabaseMode::cluster) > 0,
          modes.count(DatabaseMode::test) > 0,
          base::cache_directory("postgres")};
}

// A server that was left running for us is quicker than one of our own, if it would be the same.
base::Result<std::unique_ptr<Supply>> supply_on_ours(const Request& request, const Modes& modes, Recipe recipe) {
  const model::Options& options = request.options;
  TRY(Server::Settings settings, server_settings(options, connections_for(request.workers)));
  const auto started = find_started(base::cache_directory("postgres-server"));
  const bool copied = modes.count(DatabaseMode::cluster) > 0;  // which only one of our own can be
  if (started && !copied && !options.database.url_is_said && started->key == base::hash(cluster_key(settings))) {
    GivenUrl url{started->address(), "postgres"};
    return std::make_unique<GivenSupply>(std::move(url), psql_of(options), started->log(), std::move(recipe),
                                         surroundings_of(request, modes));
  }
  TRY(ServerDirectory directory, ServerDirectory::make(settings.user));
  return std::make_unique<OwnSupply>(std::move(settings), std::move(directory), std::move(recipe),
                                     surroundings_of(request, modes));
}

base::Result<std::unique_ptr<Supply>> supply_for(const Request& request, const Modes& modes) {
  const model::Options& options = request.options;
  TRY(Recipe recipe, read_recipe(options.database, options.directory));
  if (options.database.url.empty()) return supply_on_ours(request, modes, std::move(recipe));
  if (modes.count(DatabaseMode::cluster) > 0) {
    return base::fail(
        "--db=cluster starts servers of its own, which does not go with a server that is given; say --db-url=own");
  }
  TRY(GivenUrl url, read_url(options.database.url));
  return std::make_unique<GivenSupply>(std::move(url), psql_of(options), "", std::move(recipe),
                                       surroundings_of(request, modes));
}

bool none_will_run(const Request& request) {
  const bool stops = !request.collection.errors.empty() && !request.options.continue_on_collection_errors;
  return stops || request.collection.tests.empty();
}

}  // namespace

Prepared prepare(asio::io_context& loop, const Request& request) {
  if (none_will_run(request)) return nullptr;
  Modes modes = modes_of(request.collection);
  if (modes.empty()) return nullptr;
  forget_variables_of_libpq();
  const base::TempDir scratch(request.directory + "/database");
  if (mkdir(scratch.path().c_str(), 0700) != 0) return tl::unexpected(Refusal{"cannot make a directory " + scratch.path()});
  model::Options options = request.options;
  base::set_variable(options.environment, "TRIREME_TMPDIR=" + scratch.path());
  auto supply = supply_for({options, request.collection, request.workers, request.spared, request.directory}, modes);
  if (!supply) return tl::unexpected(Refusal{supply.error().text});
  auto made = std::make_unique<Postgres>(loop, request, std::move(modes), *std::move(supply));
  if (auto filled = made->fill(); !filled) return tl::unexpected(filled.error());
  return made;
}

}  // namespace trireme::postgres
