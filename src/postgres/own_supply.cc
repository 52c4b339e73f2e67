#include "postgres/own_supply.h"

#include <fmt/format.h>

#include <asio/experimental/awaitable_operators.hpp>
#include <filesystem>

#include "base/cache_directory.h"
#include "postgres/files.h"
#include "postgres/fresh_cluster.h"
#include "postgres/kept_clusters.h"
#include "postgres/liveness.h"
#include "postgres/marks.h"
#include "postgres/program.h"
#include "postgres/rights.h"
#include "postgres/template.h"
#include "postgres/ties.h"

namespace trireme::postgres {

namespace {

constexpr auto k_time_to_end = std::chrono::seconds(1);
// In directories outside of the server's.
constexpr const char* k_tablespaces =
    "SELECT spcname, pg_tablespace_location(oid) FROM pg_tablespace WHERE pg_tablespace_location(oid) LIKE '/%'";

}  // namespace

OwnSupply::OwnSupply(Server::Settings settings, ServerDirectory directory, Recipe recipe, Surroundings surroundings)
    : settings_(std::move(settings)),
      directory_(std::move(directory)),
      recipe_(std::move(recipe)),
      surroundings_(std::move(surroundings)),
      cache_(surroundings_.cache) {}

std::string OwnSupply::template_key() const { return cluster_key(settings_) + "template\n" + recipe_.inputs; }

Async<void> OwnSupply::make() {
  if (recipe_.repeatable && !surroundings_.rebuild) {
    const auto entry = cache_.find(template_key());
    if (entry) co_return co_await make_from(*entry);
  }
  CO_CHECK(co_await make_fresh_cluster(settings_, cache_, directory_.data()));
  CO_CHECK(co_await start());
  CO_CHECK(co_await build());
  origin_ = recipe_.repeatable ? k_built : k_built_each_time;
  if (!recipe_.repeatable && !surroundings_.clusters) co_return co_await look_for_settings();
  CO_CHECK(co_await stop());
  if (recipe_.repeatable) co_await cache_.keep(template_key(), directory_.data());
  co_return co_await start_with_seed();
}

// The databases come while the server starts, unless they are to be copied as well.
Async<void> OwnSupply::make_from(const ClusterCache::Entry& entry) {
  using asio::experimental::awaitable_operators::operator&&;
  origin_ = "template from the cache";
  CO_CHECK(co_await unpack_server(entry.path, directory_.data(), settings_.user));
  if (surroundings_.clusters) {
    CO_CHECK(co_await unpack_databases(entry.path, directory_.data(), settings_.user));
    co_return co_await start_with_seed();
  }
  auto [started, unpacked] = co_await (start_server() && unpack_databases(entry.path, directory_.data(), settings_.user));
  CO_CHECK(started);
  CO_CHECK(unpacked);
  CO_CHECK(co_await connect_first());
  co_return co_await open_template();
}

// No server runs.
Async<void> OwnSupply::start_with_seed() {
  if (surroundings_.clusters) CO_CHECK(co_await copy_tree(directory_.data(), seed(), settings_.user));
  CO_CHECK(co_await start());
  co_return co_await open_template();
}

Async<void> OwnSupply::start() {
  CO_CHECK(co_await start_server());
  co_return co_await connect_first();
}

Async<void> OwnSupply::start_server() {
  CO_TRY(Server server, co_await Server::start(settings_, place_in(directory_)));
  server_.emplace(std::move(server));
  co_return base::Result<void>();
}

Async<void> OwnSupply::connect_first() {
  CO_TRY(Connection connection, co_await Connection::open(server_->address(), "postgres"));
  connection_.emplace(std::move(connection));
  version_ = connection_->version_text();
  co_return check_age(*connection_, settings_.installation.bindir);
}

Async<void> OwnSupply::look_for_settings() {
  CO_TRY(template_has_settings_, co_await has_settings(*connection_, k_template));
  co_return base::Result<void>();
}

Async<void> OwnSupply::open_template() {
  CO_CHECK(co_await look_for_settings());
  if (surroundings_.many_copies) CO_CHECK(co_await open_once(*connection_, server_->address(), k_template));
  co_return base::Result<void>();
}

Async<void> OwnSupply::build() {
  Surroundings surroundings = surroundings_;
  surroundings.spared.push_back(server_->process().pid());
  const Builder builder{k_template, settings_.installation.psql, recipe_, server_->address(), surroundings};
  CO_CHECK(co_await connection_->query("CREATE DATABASE " + quoted_name(k_template)));
  CO_CHECK(co_await complete_template(*connection_, builder));
  co_return co_await check_tablespaces();
}

// Copies of the server would write into the same files, and leave them.
Async<void> OwnSupply::check_tablespaces() {
  CO_TRY(const Rows rows, co_await connection_->query(k_tablespaces));
  if (rows.empty()) co_return base::Result<void>();
  (void)co_await drop_database(*connection_, k_template);
  for (const auto& row : rows) (void)co_await connection_->query("DROP TABLESPACE " + quoted_name(row.at(0)));
  co_return base::fail(
      "the schema makes the tablespace {} in {}, which all runs would share; let it be in the server's directory (SET "
      "allow_in_place_tablespaces TO on; CREATE TABLESPACE {} LOCATION ''), or give a server by --db-url",
      rows[0].at(0), rows[0].at(1), quoted_name(rows[0].at(0)));
}

// Only what a server has left in good order can be copied.
Async<void> OwnSupply::stop() {
  connection_.reset();
  CO_CHECK(co_await server_->stop());
  server_.reset();
  co_return base::Result<void>();
}

// It ends with this object; what is kept moves to the disk, under names that no other run has.
Async<std::vector<std::string>> OwnSupply::close(std::vector<KeptDatabase> kept) {
  std::vector<std::string> commands;
  if (kept.empty()) co_return commands;
  const std::string key = new_run_key();
  connection_.reset();
  CO_TRY(Connection by, co_await connect());
  for (KeptDatabase& each : kept) {
    const std::string name = run_database(key, each.name.substr(name_of("").size()));
    CO_CHECK(co_await end_sessions(by, each.name));
    CO_TRY(const Rows renamed,
           co_await by.query("ALTER DATABASE " + quoted_name(each.name) + " RENAME TO " + quoted_name(name)));
    each.name = name;
    commands.push_back("trireme db psql " + name);
  }
  CO_CHECK(co_await drop_others(by, key));
  CO_CHECK(co_await server_->stop());
  const KeptClusters clusters(base::cache_directory("postgres-kept"));
  CO_CHECK(co_await clusters.add(key, directory_.data(), std::move(kept)));
  co_return commands;
}

// They need not be copied.
Async<void> OwnSupply::drop_others(Connection& by, const std::string& key) {
  const std::vector<std::string> parameters = {run_database(key, "")};
  CO_TRY(const Rows rows,
         co_await by.query("SELECT datname FROM pg_database WHERE datname ~ '^trireme_' AND NOT starts_with(datname, $1)",
                           parameters));
  for (const auto& row : rows) CO_CHECK(co_await drop_database(by, row.at(0)));
  co_return base::Result<void>();
}

Server::Place OwnSupply::place(int number) const {
  const std::string path = fmt::format("{}/cluster{}", directory_.path(), number);
  return {path, path + ".log", directory_.socket_directory(), k_port + number};
}

Async<Server> OwnSupply::add_server(int number) const {
  CO_CHECK(co_await copy_tree(seed(), place(number).data, settings_.user));
  CO_TRY(Server server, co_await Server::start(settings_, place(number)));
  const RunningProgram ours(server.process().pid());  // while nobody else knows of it
  CO_TRY(Connection connection, co_await Connection::open(server.address(), "postgres"));
  CO_CHECK(co_await add(connection, k_cluster_database));
  co_await Connection::close(std::move(connection));  // the test is to see no session but its own
  co_return server;
}

Async<void> OwnSupply::remove_files_of_server(int number) const {
  std::error_code ignored;
  std::filesystem::remove(place(number).log, ignored);
  co_return co_await remove_tree(place(number).data);
}

// The first to ask gets the one that is there.
Async<Connection> OwnSupply::connect() {
  if (!connection_) co_return co_await Connection::open(server_->address(), "postgres");
  Connection first = *std::move(connection_);
  connection_.reset();
  co_return first;
}

Async<void> OwnSupply::add(Connection& by, std::string name) const {
  const Cloning cloning{k_template, name, "", template_has_settings_, true};
  auto made = co_await clone_database(by, cloning);
  // A server that ends, of a full disk say, tells why in its log only.
  if (made || by.is_open()) co_return made;
  const bool ended = co_await becomes(watched(), Readiness::readable, k_time_to_end);
  if (!ended) co_return made;
  co_return base::fail("cannot make the database {}: the server has ended: {}", name, server_->last_words());
}

Async<void> OwnSupply::remove(Connection& by, std::string name) const {
  CO_CHECK(co_await cut_ties(by, name));
  CO_CHECK(co_await end_sessions(by, name));
  CO_CHECK(co_await by.query("DROP DATABASE IF EXISTS " + quoted_name(name)));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
