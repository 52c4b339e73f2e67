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
#include "postgres/given_supply.h"
#include "postgres/os_user.h"
#include "postgres/own_supply.h"
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

class Postgres : public execute::Resource {
 public:
  Postgres(asio::io_context& loop, const Request& request, std::unique_ptr<Supply> supply)
      : loop_(loop),
        mode_(request.options.database.chosen()),
        variables_(request.options.database.variables),
        supply_(std::move(supply)),
        databases_(databases(request)),
        end_(loop) {}
  ~Postgres() override { close(); }

  tl::expected<void, Refusal> fill() {
    auto filled = complete(loop_, clone_all());
    if (filled) watch();
    return filled;
  }

  std::string description() const override {
    const char* of = mode_ == DatabaseMode::shared ? "one database for all workers" : "a database for each worker";
    return fmt::format("database: PostgreSQL {}, {}, {}", supply_->version(), of, supply_->origin());
  }

  std::vector<std::string> environment(const std::string& worker) const override {
    return variables_for(supply_->address(), database_of(worker), variables_);
  }

  std::string lost() override { return lost_; }

  std::vector<pid_t> own_processes() const override { return supply_->own_processes(); }

  base::Result<void> renew() override {
    auto renewed = complete(loop_, remake_all());
    if (!renewed) return base::fail("{}", renewed.error().text);
    return {};
  }

 private:
  std::string database_of(const std::string& worker) const {
    return supply_->name_of(mode_ == DatabaseMode::shared ? "shared" : worker);
  }

  std::vector<std::string> databases(const Request& request) const {
    const execute::WorkerNames names(request.options);
    std::vector<std::string> result;
    result.reserve(static_cast<std::size_t>(request.workers));
    for (int worker = 0; worker < request.workers; ++worker) {
      result.push_back(database_of(names.name(static_cast<std::size_t>(worker))));
    }
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
  }

  Async<void> clone_all() {
    CO_CHECK(co_await supply_->make());
    CO_TRY(Connection by, co_await supply_->connect());
    for (const std::string& each : databases_) CO_CHECK(co_await supply_->add(by, each));
    co_return base::Result<void>();
  }

  Async<void> remake_all() {
    CO_TRY(Connection by, co_await supply_->connect());
    for (const std::string& each : databases_) {
      CO_CHECK(co_await supply_->remove(by, each));
      CO_CHECK(co_await supply_->add(by, each));
    }
    co_return base::Result<void>();
  }

  void watch() {
    end_.assign(fcntl(supply_->watched(), F_DUPFD_CLOEXEC, 0));
    await_end();
  }

  void await_end() {
    end_.async_wait(asio::posix::stream_descriptor::wait_read, [this](const asio::error_code& error) {
      if (error) return;
      lost_ = supply_->loss();
      if (lost_.empty()) await_end();
    });
  }

  // Without databases that others would find. What cannot be removed now, a later run does.
  void close() {
    asio::error_code ignored;
    end_.close(ignored);
    (void)complete(loop_, close_supply());
  }

  Async<void> close_supply() {
    CO_TRY(const std::vector<std::string> commands, co_await supply_->close({}));
    co_return base::Result<void>();
  }

  asio::io_context& loop_;
  DatabaseMode mode_;
  std::vector<std::string> variables_;
  std::unique_ptr<Supply> supply_;
  std::vector<std::string> databases_;
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

Supply::Surroundings surroundings_of(const Request& request) {
  const model::Options& options = request.options;
  return {options.environment,
          options.database.variables,
          options.directory,
          request.spared,
          options.database.rebuild,
          base::cache_directory("postgres")};
}

Places places_of(const model::Options& options) {
  const char* path = std::getenv("PATH");
  return {options.database.bindir, path != nullptr ? path : ""};
}

base::Result<std::unique_ptr<Supply>> own_supply(const Request& request, Recipe recipe) {
  const model::Options& options = request.options;
  TRY(Installation installation, find_installation(places_of(options)));
  TRY(auto user, server_user(options.database.os_user));
  TRY(ServerDirectory directory, ServerDirectory::make(user));
  Server::Settings settings{std::move(installation), std::move(user), server_environment(options),
                            connections_for(request.workers)};
  return std::make_unique<OwnSupply>(std::move(settings), std::move(directory), std::move(recipe), surroundings_of(request));
}

base::Result<std::unique_ptr<Supply>> given_supply(const Request& request, Recipe recipe) {
  TRY(GivenUrl url, read_url(request.options.database.url));
  return std::make_unique<GivenSupply>(std::move(url), find_psql(places_of(request.options)), std::move(recipe),
                                       surroundings_of(request));
}

base::Result<std::unique_ptr<Supply>> supply_for(const Request& request) {
  TRY(Recipe recipe, read_recipe(request.options.database, request.options.directory));
  if (!request.options.database.url.empty()) return given_supply(request, std::move(recipe));
  return own_supply(request, std::move(recipe));
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
