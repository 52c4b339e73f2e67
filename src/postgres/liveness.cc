#include "postgres/liveness.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "postgres/clone_sql.h"
#include "postgres/marks.h"
#include "postgres/template.h"
#include "postgres/ties.h"

namespace trireme::postgres {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(10);
constexpr auto k_patience = std::chrono::seconds(10);  // with our own
constexpr auto k_patience_with_dead = std::chrono::seconds(1);
constexpr auto k_patience_with_drop = std::chrono::seconds(10);

std::vector<std::string> first_column(const Rows& rows) {
  std::vector<std::string> values;
  values.reserve(rows.size());
  for (const auto& row : rows) values.push_back(row.at(0));
  return values;
}

// That `sessions`, a condition, is true of none any more, or of those only that are at it for very long.
Async<void> await_none(Connection& server, std::string sessions, std::chrono::milliseconds patience) {
  const std::string sql = "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND " + sessions;
  for (auto waited = k_pause; waited <= patience; waited += k_pause) {
    CO_TRY(const Rows found, co_await server.query(sql));
    if (found.empty()) break;
    co_await pause(k_pause);
  }
  co_return base::Result<void>();
}

Async<std::vector<std::string>> dead(Connection& server) {
  // Which databases there are is settled before it is asked who lives: a run lives before it makes any.
  const std::string sql =
      fmt::format("SELECT d.datname FROM pg_database d WHERE {} AND {} NOT IN {}", k_of_run_sql, k_key_sql, k_live_keys_sql);
  CO_TRY(const Rows rows, co_await server.query(sql));
  co_return first_column(rows);
}

// Since version 15 the server waits for all of its processes.
Async<void> drop_in_time(Connection& server, const std::string& name) {
  const auto deadline = std::chrono::steady_clock::now() + k_patience_with_drop;
  CO_CHECK(co_await server.query(fmt::format("SET statement_timeout TO '{}s'", k_patience_with_drop.count())));
  auto dropped = co_await server.query("DROP DATABASE IF EXISTS " + quoted_name(name));
  if (!dropped && std::chrono::steady_clock::now() >= deadline) dropped = base::fail("{}", k_drops_none);
  CO_CHECK(co_await server.query("SET statement_timeout TO 0"));
  CO_CHECK(dropped);
  co_return base::Result<void>();
}

}  // namespace

Async<Connection> claim(const Address& address, const std::string& database, const std::string& run,
                        const std::vector<std::string>& keys) {
  CO_TRY(Connection session, co_await Connection::open(address, database, session_name(run) + " lives"));
  std::vector<std::string> calls;
  calls.reserve(keys.size());
  for (const std::string& each : keys) calls.push_back(fmt::format("pg_advisory_lock_shared({})", lock_number(each)));
  CO_CHECK(co_await session.query(fmt::format("SELECT {}", fmt::join(calls, ", "))));
  co_return session;
}

Async<Swept> drop_dead(Connection& server) {
  CO_CHECK(co_await await_none(
      server,
      fmt::format("application_name ~ '^trireme [0-9a-f]{{16}}$' AND substr(application_name, 9) NOT IN {}", k_live_keys_sql),
      k_patience_with_dead));
  CO_TRY(const std::vector<std::string> once, co_await dead(server));
  Swept swept;
  if (once.empty()) co_return swept;
  // A run that came to its end just then may have kept some: of the dead nothing changes.
  CO_TRY(const std::vector<std::string> names, co_await dead(server));
  base::Result<void> done;
  for (const std::string& each : names) {
    if (std::find(once.begin(), once.end(), each) == once.end()) continue;
    const bool in_vain = !done && done.error().text == k_drops_none;
    if (!in_vain) done = co_await drop_database(server, each, k_patience_with_dead);
    if (done) {
      swept.dropped.push_back(each);
    } else {
      const std::string& why = done.error().text;
      swept.stayed.emplace_back(each, why.substr(0, why.find('\n')));
    }
  }
  co_return swept;
}

Async<void> drop_all_of(Connection& server, const std::string& run) {
  CO_CHECK(co_await await_none(server, "application_name = " + quoted_literal(session_name(run)), k_patience));
  const std::string sql =
      fmt::format("SELECT d.datname FROM pg_database d WHERE {} AND {} = '{}'", k_of_run_sql, k_key_sql, run);
  CO_TRY(const Rows rows, co_await server.query(sql));
  base::Result<void> result;
  for (const std::string& each : first_column(rows)) {
    if (auto done = co_await drop_database(server, each); !done) result = done;
    if (!result && result.error().text == k_drops_none) break;
  }
  co_return result;
}

// One of which a DROP DATABASE was broken off, or goes on in another session, is invalid: nobody can enter it, and ALTER would
// end our session.
Async<void> drop_database(Connection& server, std::string name, std::chrono::milliseconds patience) {
  CO_CHECK(co_await cut_ties(server, name));
  const std::string close = fmt::format(
      "IF EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = {} AND datconnlimit <> -2) "
      "THEN ALTER DATABASE {} WITH ALLOW_CONNECTIONS false IS_TEMPLATE false; END IF; ",
      quoted_literal(name), quoted_name(name));
  CO_CHECK(co_await server.query(block_sql(close)));
  CO_CHECK(co_await end_sessions(server, name, patience));
  co_return co_await drop_in_time(server, name);
}

}  // namespace trireme::postgres
