#include "postgres/postgres.h"

#include <fcntl.h>

#include <algorithm>
#include <asio/posix/stream_descriptor.hpp>
#include <map>
#include <optional>
#include <utility>

#include "base/cache_directory.h"
#include "base/hash.h"
#include "execute/worker_names.h"
#include "postgres/fresh_cluster.h"
#include "postgres/given_supply.h"
#include "postgres/own_supply.h"
#include "postgres/server_log.h"
#include "postgres/server_settings.h"
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

class Postgres : public execute::Resource {
 public:
  Postgres(asio::io_context& loop, const Request& request, std::unique_ptr<Supply> supply)
      : loop_(loop),
        mode_(request.options.database.chosen()),
        variables_(request.options.database.variables),
        supply_(std::move(supply)),
        databases_(databases(request)),
        keep_(request.options.database.keep),
        end_(loop) {}
  ~Postgres() override {
    std::vector<std::string> none;
    (void)close({}, none);
  }

  tl::expected<void, Refusal> fill() {
    auto filled = complete(loop_, clone_all());
    if (filled) watch();
    log_ = ServerLog(supply_->log());
    return filled;
  }

  std::string description() const override {
    const char* of = mode_ == DatabaseMode::shared ? "one database for all workers" : "a database for each worker";
    return fmt::format("database: PostgreSQL {}, {}, {}", supply_->version(), of, supply_->origin());
  }

  std::vector<std::string> environment(const std::string& worker) const override {
    std::vector<std::string> result = variables_for(supply_->address(), database_of(worker), variables_);
    result.push_back("TRIREME_DB_TEMPLATE=" + supply_->template_name());  // for IsolatedDatabase of trireme/postgres.h
    return result;
  }

  std::string lost() override { return lost_; }

  std::vector<pid_t> own_processes() const override { return supply_->own_processes(); }

  void begin(const std::string& worker) override { log_.begin(worker); }
  std::string said(const std::string& worker) override { return log_.said(worker, database_of(worker)); }

  void keep(const std::string& worker, const std::vector<std::string>& failed) override {
    std::vector<std::string>& all = failed_[database_of(worker)];
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

  std::vector<KeptDatabase> kept_databases() const {
    std::vector<KeptDatabase> kept;
    for (const std::string& each : databases_) {
      const auto found = failed_.find(each);
      const bool wanted = keep_ == DatabaseKeep::all || (keep_ == DatabaseKeep::failed && found != failed_.end());
      if (wanted) kept.push_back({each, why_kept(found != failed_.end() ? found->second : std::vector<std::string>())});
    }
    return kept;
  }

  // What cannot be removed now, a later run does.
  tl::expected<void, Refusal> close(const std::vector<KeptDatabase>& kept, std::vector<std::string>& commands) {
    if (std::exchange(closed_, true)) return {};
    asio::error_code ignored;
    end_.close(ignored);
    return complete(loop_, close_supply(kept, commands));
  }

  Async<void> close_supply(std::vector<KeptDatabase> kept, std::vector<std::string>& commands) {
    CO_TRY(commands, co_await supply_->close(std::move(kept)));
    co_return base::Result<void>();
  }

  asio::io_context& loop_;
  DatabaseMode mode_;
  std::vector<std::string> variables_;
  std::unique_ptr<Supply> supply_;
  std::vector<std::string> databases_;
  model::DatabaseKeep keep_;
  std::map<std::string, std::vector<std::string>> failed_;  // tests, by database
  ServerLog log_{""};
  asio::posix::stream_descriptor end_;
  std::string lost_;
  bool closed_ = false;
};

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

// A server that was left running for us is quicker than one of our own, if it would be the same.
base::Result<std::unique_ptr<Supply>> supply_on_ours(const Request& request, Recipe recipe) {
  const model::Options& options = request.options;
  TRY(Server::Settings settings, server_settings(options, connections_for(request.workers)));
  const auto started = find_started(base::cache_directory("postgres-server"));
  if (started && !options.database.url_is_said && started->key == base::hash(cluster_key(settings))) {
    GivenUrl url{started->address(), "postgres"};
    return std::make_unique<GivenSupply>(std::move(url), psql_of(options), started->log(), std::move(recipe),
                                         surroundings_of(request));
  }
  TRY(ServerDirectory directory, ServerDirectory::make(settings.user));
  return std::make_unique<OwnSupply>(std::move(settings), std::move(directory), std::move(recipe), surroundings_of(request));
}

base::Result<std::unique_ptr<Supply>> supply_for(const Request& request) {
  const model::Options& options = request.options;
  TRY(Recipe recipe, read_recipe(options.database, options.directory));
  if (options.database.url.empty()) return supply_on_ours(request, std::move(recipe));
  TRY(GivenUrl url, read_url(options.database.url));
  return std::make_unique<GivenSupply>(std::move(url), psql_of(options), "", std::move(recipe), surroundings_of(request));
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
