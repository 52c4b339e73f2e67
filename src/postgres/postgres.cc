#include "postgres/postgres.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <asio/posix/stream_descriptor.hpp>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/cache_directory.h"
#include "base/environment.h"
#include "execute/worker_names.h"
#include "postgres/os_user.h"
#include "postgres/supply.h"
#include "postgres/template.h"
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

std::string database_of(DatabaseMode mode, const std::string& worker) {
  return mode == DatabaseMode::shared ? "trireme_shared" : "trireme_" + worker;
}

std::vector<std::string> databases(const Request& request) {
  const DatabaseMode mode = request.options.database.chosen();
  const execute::WorkerNames names(request.options);
  std::vector<std::string> result;
  result.reserve(static_cast<std::size_t>(request.workers));
  for (int worker = 0; worker < request.workers; ++worker) {
    result.push_back(database_of(mode, names.name(static_cast<std::size_t>(worker))));
  }
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

class Postgres : public execute::Resource {
 public:
  Postgres(asio::io_context& loop, const Request& request, Supply supply)
      : loop_(loop),
        mode_(request.options.database.chosen()),
        variables_(request.options.database.variables),
        databases_(databases(request)),
        supply_(std::move(supply)),
        end_(loop) {}

  tl::expected<void, Refusal> fill() {
    auto filled = complete(loop_, clone_all());
    if (filled) watch();
    return filled;
  }

  std::string description() const override {
    const char* of = mode_ == DatabaseMode::shared ? "one database for all workers" : "a database for each worker";
    return fmt::format("database: PostgreSQL {}, {}, {}", supply_.version(), of, supply_.origin());
  }

  std::vector<std::string> environment(const std::string& worker) const override {
    std::vector<std::string> result = variables_for(supply_.server().address(), database_of(mode_, worker), variables_);
    result.push_back(std::string("TRIREME_DB_TEMPLATE=") + k_template);  // for IsolatedDatabase of trireme/postgres.h
    return result;
  }

  std::string lost() override { return lost_; }

  std::vector<pid_t> own_processes() const override { return {supply_.server().process().pid()}; }

  base::Result<void> renew() override {
    auto renewed = complete(loop_, remake_all());
    if (!renewed) return base::fail("{}", renewed.error().text);
    return {};
  }

 private:
  Async<void> clone_all() {
    CO_CHECK(co_await supply_.make());
    for (const std::string& each : databases_) CO_CHECK(co_await supply_.add(each));
    co_return base::Result<void>();
  }

  Async<void> remake_all() {
    for (const std::string& each : databases_) {
      CO_CHECK(co_await supply_.remove(each));
      CO_CHECK(co_await supply_.add(each));
    }
    co_return base::Result<void>();
  }

  void watch() {
    end_.assign(fcntl(supply_.server().process().pidfd(), F_DUPFD_CLOEXEC, 0));
    end_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const asio::error_code& error) {
      if (!error) lost_ = "the database server has ended\nits last words:\n" + supply_.server().last_words();
    });
  }

  asio::io_context& loop_;
  DatabaseMode mode_;
  std::vector<std::string> variables_;
  std::vector<std::string> databases_;
  Supply supply_;
  asio::posix::stream_descriptor end_;
  std::string lost_;
};

// For the server and its programs: what they say is searched, so it is in English.
std::vector<std::string> server_environment(const model::Options& options) {
  std::vector<std::string> environment = options.environment;
  base::set_variable(environment, "LC_ALL=C");
  return environment;
}

// Each test of a worker may have several connections.
int connections_for(int workers) { return std::max(100, 25 * workers + 10); }

base::Result<Supply> supply_for(const Request& request) {
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
                 base::cache_directory("postgres")});
}

}  // namespace

Prepared prepare(asio::io_context& loop, const Request& request) {
  if (request.options.database.chosen() == DatabaseMode::none) return nullptr;
  forget_variables_of_libpq();
  auto supply = supply_for(request);
  if (!supply) return tl::unexpected(Refusal{supply.error().text});
  auto made = std::make_unique<Postgres>(loop, request, *std::move(supply));
  if (auto filled = made->fill(); !filled) return tl::unexpected(filled.error());
  return made;
}

}  // namespace trireme::postgres
