#include "postgres/shared_templates.h"

#include <fmt/format.h>

#include "postgres/clone_sql.h"
#include "postgres/liveness.h"
#include "postgres/marks.h"

namespace trireme::postgres {

namespace {

constexpr std::size_t k_most_templates = 8;
constexpr const char* k_used = "it is used by a run that lives";
// Not one that somebody has begun to drop.
constexpr const char* k_usable_sql = "(datistemplate AND NOT datallowconn AND datconnlimit <> -2)";

// A part of a block: fails where another session holds a lock of the hash, and keeps others from it until its end. Sessions in
// another database are told by what they hold alone.
std::string claiming(const std::string& hash) {
  return fmt::format(
      "IF NOT pg_try_advisory_xact_lock({0}) OR EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND "
      "objsubid = 1 AND granted AND pid <> pg_backend_pid() AND (classid::bigint << 32) | objid::bigint = {0}) THEN "
      "RAISE EXCEPTION '{1}'; END IF; ",
      lock_number(hash), k_used);
}

std::string doomed_of(const std::string& key) { return run_database(key, "old"); }

// It becomes a dead run's.
std::string retiring(const std::string& name, const std::string& hash, const std::string& key) {
  return claiming(hash) + marking(name, run_mark(key)) + renaming(name, doomed_of(key));
}

std::string publishing(const Publication& publication) {
  const auto& [key, from, to, hash, replaces] = publication;
  return fmt::format("IF EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = {} AND {}{}) THEN {}END IF; {}{}",
                     quoted_literal(to), k_shared_sql, replaces ? "" : fmt::format(" AND NOT {}", k_usable_sql),
                     retiring(to, hash, key), marking(from, k_template_mark), renaming(from, to));
}

// The oldest that nobody uses. That one cannot be dropped is no error of the run's.
Async<void> prune(Connection& server, const std::string& key) {
  CO_TRY(const Rows rows, co_await server.query(fmt::format("SELECT datname FROM pg_database WHERE datname "
                                                            "~ '^trireme_template_[0-9a-f]{{16}}$' AND {} ORDER BY oid DESC",
                                                            k_shared_sql)));
  for (std::size_t i = k_most_templates; i < rows.size(); ++i) (void)co_await drop_template(server, rows[i].at(0), key);
  co_return base::Result<void>();
}

}  // namespace

Async<bool> has_shared_template(Connection& server, std::string name) {
  const std::vector<std::string> parameters = {name};
  CO_TRY(const Rows rows,
         co_await server.query(
             fmt::format("SELECT FROM pg_database WHERE datname = $1 AND {} AND {}", k_shared_sql, k_usable_sql), parameters));
  co_return !rows.empty();
}

Async<bool> publish_template(Connection& holder, Connection& server, const Publication& publication) {
  const auto published = co_await holder.query(block_sql(publishing(publication)));
  if (!published && !holder.is_open()) co_return tl::unexpected(published.error());
  if (!published) co_return false;
  (void)co_await drop_database(server, doomed_of(publication.key));  // at our end it is tried again
  CO_CHECK(co_await prune(server, publication.key));
  co_return true;
}

Async<void> drop_template(Connection& server, std::string name, std::string key) {
  const std::string hash = name.substr(shared_template("").size());
  const auto retired = co_await server.query(block_sql(retiring(name, hash, key)));
  if (!retired) {
    const std::string& why = retired.error().text;
    co_return base::fail("cannot drop the template {}: {}", name, why.find(k_used) != std::string::npos ? k_used : why);
  }
  co_return co_await drop_database(server, doomed_of(key));
}

Async<void> put_mark(Connection& server, std::string name, std::string mark) {
  CO_CHECK(co_await server.query(marking_sql(name, mark)));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
