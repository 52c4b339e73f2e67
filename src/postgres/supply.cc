#include "postgres/supply.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/fd.h"
#include "base/hash.h"
#include "postgres/files.h"
#include "postgres/template.h"

namespace trireme::postgres {

namespace {

constexpr const char* k_format = "trireme cluster 1";  // of what we do to a cluster

}  // namespace

Supply::Supply(Server::Settings settings, ServerDirectory directory, Recipe recipe, Surroundings surroundings)
    : settings_(std::move(settings)),
      directory_(std::move(directory)),
      recipe_(std::move(recipe)),
      surroundings_(std::move(surroundings)),
      cache_(surroundings_.cache) {}

std::string Supply::cluster_key() const {
  std::string key;
  base::add_part(key, k_format);
  base::add_part(key, settings_.installation.identity);
  // Files that did not come to the disk before the machine stopped would be empty. To wait for the disk takes longer than to
  // make a cluster anew.
  base::add_part(key, base::read_file("/proc/sys/kernel/random/boot_id").value_or(""));
  for (const std::string& each : initdb_arguments()) base::add_part(key, each);
  return key;
}

std::string Supply::template_key() const { return cluster_key() + "template\n" + recipe_.inputs; }

Async<void> Supply::make() {
  if (recipe_.repeatable && !surroundings_.rebuild) {
    CO_TRY(const bool taken, co_await take_from_cache(template_key()));
    origin_ = "template from the cache";
    if (taken) co_return co_await start_with_seed();
  }
  CO_TRY(const bool taken, co_await take_from_cache(cluster_key()));
  if (!taken) CO_CHECK(co_await make_cluster_here());
  CO_CHECK(co_await start());
  CO_CHECK(co_await build());
  origin_ = recipe_.repeatable ? "template built" : "template built each time, since no --db-input says what the command reads";
  if (!recipe_.repeatable && !surroundings_.clusters) co_return base::Result<void>();
  CO_CHECK(co_await stop());
  if (recipe_.repeatable) co_await cache_.keep(template_key(), directory_.data());
  co_return co_await start_with_seed();
}

// No server runs.
Async<void> Supply::start_with_seed() {
  if (surroundings_.clusters) CO_CHECK(co_await copy_tree(directory_.data(), seed(), settings_.user));
  co_return co_await start();
}

Async<bool> Supply::take_from_cache(std::string key) {
  const auto entry = cache_.find(key);
  if (!entry) co_return false;
  CO_CHECK(co_await copy_tree(entry->path, directory_.data(), settings_.user));
  co_return true;
}

Async<void> Supply::make_cluster_here() {
  CO_CHECK(co_await make_cluster(settings_, directory_.data()));
  co_await cache_.keep(cluster_key(), directory_.data());
  co_return base::Result<void>();
}

Async<void> Supply::start() {
  CO_TRY(Server server, co_await Server::start(settings_, place(0)));
  server_.emplace(std::move(server));
  CO_TRY(Connection connection, co_await Connection::open(server_->address(), "postgres"));
  connection_.emplace(std::move(connection));
  version_ = connection_->version_text();
  co_return base::Result<void>();
}

Async<void> Supply::build() {
  Builder builder{settings_.installation,  recipe_,
                  server_->address(),      surroundings_.environment,
                  surroundings_.variables, surroundings_.directory,
                  surroundings_.spared};
  builder.spared.push_back(server_->process().pid());
  co_return co_await build_template(builder, *connection_);
}

// Only what a server has left in good order can be copied.
Async<void> Supply::stop() {
  connection_.reset();
  CO_CHECK(co_await server_->stop());
  server_.reset();
  co_return base::Result<void>();
}

Server::Place Supply::place(int number) const {
  if (number == 0) return {directory_.data(), directory_.log(), directory_.socket_directory()};
  const std::string path = fmt::format("{}/cluster{}", directory_.path(), number);
  return {path, path + ".log", directory_.socket_directory(), 5432 + number};
}

Async<Server> Supply::add_server(int number) const {
  CO_CHECK(co_await copy_tree(seed(), place(number).data, settings_.user));
  CO_TRY(Server server, co_await Server::start(settings_, place(number)));
  CO_TRY(Connection connection, co_await Connection::open(server.address(), "postgres"));
  CO_CHECK(co_await clone_template(connection, k_cluster_database));
  co_return server;
}

Async<void> Supply::remove_files_of_server(int number) const {
  std::error_code ignored;
  std::filesystem::remove(place(number).log, ignored);
  co_return co_await remove_tree(place(number).data);
}

Async<Connection> Supply::connect() const { co_return co_await Connection::open(server_->address(), "postgres"); }

Async<void> Supply::add(Connection& by, std::string name) const { co_return co_await clone_template(by, name); }

Async<void> Supply::remove(Connection& by, std::string name) const {
  CO_CHECK(co_await end_sessions(by, name));
  CO_CHECK(co_await by.query("DROP DATABASE IF EXISTS " + quoted_name(name)));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
