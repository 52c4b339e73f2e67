#include "postgres/manage.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>

#include "base/cache_directory.h"
#include "base/fd.h"
#include "base/temp_dir.h"
#include "base/text.h"
#include "postgres/files.h"
#include "postgres/given_supply.h"
#include "postgres/kept_clusters.h"
#include "postgres/liveness.h"
#include "postgres/marks.h"
#include "postgres/os_user.h"
#include "postgres/psql.h"
#include "postgres/server_settings.h"
#include "postgres/shared_templates.h"
#include "postgres/started_server.h"

namespace trireme::postgres {

namespace {

constexpr int k_connections = 500;  // of a server for any number of runs

// All that are ours by name and comment.
const std::string k_ours_sql = fmt::format(
    "SELECT d.datname, coalesce(shobj_description(d.oid, 'pg_database'), ''), {} IN {} FROM pg_database d WHERE "
    "d.datname ~ '^trireme_' AND starts_with(shobj_description(d.oid, 'pg_database'), 'trireme ') ORDER BY 1",
    k_key_sql, k_live_keys_sql);

// "trireme kept: x" → "kept: x"
std::string state_of(const std::vector<std::string>& row) {
  const std::string mark = row.at(1).substr(0, row.at(1).find('\n'));
  std::string state = mark.substr(std::min<std::size_t>(8, mark.size()));
  if (state.starts_with("run ")) state = (row.at(2) == "t" ? "in use, " : "dead, ") + state;
  return base::printable(state);
}

void print(const std::string& name, const std::string& state) {
  std::printf("%-40s  %s\n", base::printable(name).c_str(), base::printable(state).c_str());
}

class Manager {
 public:
  Manager(asio::io_context& loop, const Management& management)
      : loop_(loop),
        options_(management.options),
        names_(management.names),
        place_(base::cache_directory("postgres-server")),
        kept_(base::cache_directory("postgres-kept")),
        started_(find_started(place_)) {}

  tl::expected<int, Refusal> run(const std::string& verb) {
    static const std::map<std::string, Async<void> (Manager::*)()> k_tasks = {{"list", &Manager::list},
                                                                              {"drop", &Manager::drop},
                                                                              {"gc", &Manager::collect_garbage},
                                                                              {"start", &Manager::start},
                                                                              {"stop", &Manager::stop}};
    if (verb == "psql") return open();
    if (auto done = complete(loop_, (this->*k_tasks.at(verb))()); !done) return tl::unexpected(done.error());
    return 0;
  }

 private:
  // The one that is given, else the one that was started. nullopt: neither is there.
  base::Result<std::optional<GivenUrl>> server() const {
    if (!options_.database.url.empty()) {
      TRY(GivenUrl url, read_url(options_.database.url));
      return url;
    }
    if (!started_) return std::nullopt;
    return GivenUrl{started_->address(), "postgres"};
  }

  Async<std::optional<Entered>> enter_server() {
    CO_TRY(const std::optional<GivenUrl> url, server());
    if (!url) co_return std::nullopt;
    CO_TRY(Entered entered, co_await enter(*url, "trireme"));
    co_return std::optional<Entered>(std::move(entered));
  }

  Async<void> list() {
    CO_TRY(std::optional<Entered> entered, co_await enter_server());
    if (entered) {
      CO_TRY(const Rows rows, co_await entered->connection.query(k_ours_sql));
      std::printf("on the server at %s:\n", base::printable(place_of(entered->address)).c_str());
      for (const auto& row : rows) print(row.at(0), state_of(row));
    }
    const std::vector<KeptDatabase> kept = kept_.list();
    if (!kept.empty()) std::printf("on disk:\n");
    for (const KeptDatabase& each : kept) print(each.name, "kept: " + each.why);
    co_return base::Result<void>();
  }

  Async<void> drop() {
    std::optional<Entered> entered;
    for (const std::string& name : names_) {
      CO_TRY(const bool was_on_disk, kept_.drop(name));
      if (was_on_disk) continue;
      if (!entered) {
        CO_TRY(entered, co_await enter_server());
      }
      if (!entered) co_return base::fail("there is no database {} of ours on disk, and no server is named (--db-url)", name);
      CO_CHECK(co_await drop_on(*entered, name));
    }
    co_return base::Result<void>();
  }

  static Async<void> drop_on(Entered& entered, const std::string& name) {
    CO_TRY(const Rows rows, co_await entered.connection.query(k_ours_sql));
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.at(0) == name; });
    if (found == rows.end()) co_return base::fail("there is no database {} of ours at {}", name, place_of(entered.address));
    if (found->at(2) == "t") co_return base::fail("the database {} is used by a run that lives", name);
    if (is_shared_template(name)) co_return co_await drop_template(entered.connection, name, new_run_key());
    co_return co_await drop_database(entered.connection, name);
  }

  Async<void> collect_garbage() {
    kept_.remove_dead();
    if (const auto user = server_user(options_.database.os_user)) ServerDirectory::remove_dead(*user);
    CO_TRY(std::optional<Entered> entered, co_await enter_server());
    if (!entered) co_return base::Result<void>();
    CO_TRY(const Swept swept, co_await drop_dead(entered->connection));
    for (const std::string& each : swept.dropped) print(each, "dropped");
    for (const auto& [name, why] : swept.stayed) print(name, "stays: " + why);
    co_return base::Result<void>();
  }

  Async<void> start() {
    if (place_.empty()) co_return base::fail("there is no cache directory of ours, see XDG_CACHE_HOME");
    const base::Fd lock = base::lock_directory(place_);
    if (!lock) co_return base::fail("another trireme db start is at it");
    if (started_ && started_->key == k_starting) co_return base::fail("a start was interrupted; say trireme db stop first");
    if (!started_) {
      CO_TRY(Server::Settings settings, server_settings(options_, k_connections));
      CO_CHECK(co_await start_server(place_, std::move(settings)));
      started_ = find_started(place_);
      if (!started_) co_return base::fail("the server has ended again");
    }
    std::printf("%s\n", shown_url_of(started_->address(), "postgres").c_str());
    co_return base::Result<void>();
  }

  Async<void> stop() {
    if (!started_) co_return base::fail("no server is running that trireme db start left");
    CO_CHECK(stop_server(place_, *started_));
    co_return base::Result<void>();
  }

  // On a copy, so that what is kept stays as it was.
  Async<void> start_kept(std::string data, std::optional<ServerDirectory>& directory, std::optional<Server>& running) {
    CO_TRY(const Server::Settings settings, server_settings(options_, k_connections));
    CO_TRY(ServerDirectory made, ServerDirectory::make(settings.user));
    directory.emplace(std::move(made));
    CO_CHECK(co_await copy_tree(data, directory->data(), settings.user));
    CO_TRY(Server server, co_await Server::start(settings, place_in(*directory)));
    running.emplace(std::move(server));
    co_return base::Result<void>();
  }

  Async<void> find_on_server(std::string name, std::optional<Address>& address) {
    CO_TRY(std::optional<Entered> entered, co_await enter_server());
    if (!entered) co_return base::fail("there is no database {} of ours on disk, and no server is named (--db-url)", name);
    CO_TRY(const Rows rows, co_await entered->connection.query(k_ours_sql));
    const bool there = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.at(0) == name; });
    if (!there) co_return base::fail("there is no database {} of ours at {}", name, place_of(entered->address));
    address = entered->address;
    co_return base::Result<void>();
  }

  tl::expected<int, Refusal> open() {
    const std::string& name = names_.front();
    std::optional<ServerDirectory> directory;
    std::optional<Server> running;
    std::optional<Address> address;
    const auto data = kept_.find(name);
    auto found = complete(loop_, data ? start_kept(*data, directory, running) : find_on_server(name, address));
    if (!found) return tl::unexpected(found.error());
    const auto status = run_psql(psql_of(options_), data ? running->address() : *address, name);
    if (!status) return tl::unexpected(Refusal{status.error().text});
    return *status;
  }

  asio::io_context& loop_;
  const model::Options& options_;
  const std::vector<std::string>& names_;
  std::string place_;
  KeptClusters kept_;
  std::optional<StartedServer> started_;
};

}  // namespace

tl::expected<int, Refusal> manage(asio::io_context& loop, const Management& management) {
  forget_variables_of_libpq();
  return Manager(loop, management).run(management.verb);
}

}  // namespace trireme::postgres
