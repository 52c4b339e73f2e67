#include "postgres/shared_templates.h"

#include <fmt/format.h>

#include <algorithm>

#include "postgres/clone_sql.h"
#include "postgres/liveness.h"
#include "postgres/marks.h"

namespace trireme::postgres {

namespace {

constexpr int k_most_templates = 8;

// All or nothing.
std::string renaming_sql(const std::string& from, const std::string& to, const std::string& mark) {
  return fmt::format(R"(DO $trireme$
DECLARE
  comment text := (SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = {0});
BEGIN
  EXECUTE format('COMMENT ON DATABASE %I IS %L', {0}, {2} || coalesce(substring(comment from E'\n.*$'), ''));
  EXECUTE format('ALTER DATABASE %I RENAME TO %I', {0}, {1});
END
$trireme$)",
                     quoted_literal(from), quoted_literal(to), quoted_literal(mark));
}

// It becomes a dead run's; whoever still clones it is waited for.
Async<void> retire(Connection& server, const std::string& key, const std::string& name) {
  const std::string doomed = run_database(key, "old");
  CO_TRY(const Rows renamed, co_await server.query(renaming_sql(name, doomed, run_mark(key))));
  co_return co_await drop_database(server, doomed);
}

// The oldest that nobody uses. That one cannot be dropped is no error of the run's.
Async<void> prune(Connection& server, const std::string& key) {
  CO_TRY(const Rows rows,
         co_await server.query(fmt::format("SELECT d.datname, substr(d.datname, 18) IN {} FROM pg_database d WHERE "
                                           "d.datname ~ '^trireme_template_[0-9a-f]{{16}}$' AND "
                                           "starts_with(shobj_description(d.oid, 'pg_database'), '{}') ORDER BY d.oid DESC",
                                           k_live_keys_sql, k_template_mark)));
  for (std::size_t i = k_most_templates; i < rows.size(); ++i) {
    if (rows[i].at(1) == "f") (void)co_await retire(server, key, rows[i].at(0));
  }
  co_return base::Result<void>();
}

// We hold its lock too.
Async<bool> is_used_by_others(Connection& server, const std::string& name) {
  const std::string hash = name.substr(name.rfind('_') + 1);
  CO_TRY(const Rows rows, co_await server.query(fmt::format("SELECT count(*) > 1 FROM {} AS k(key) WHERE key = '{}'",
                                                            k_live_keys_sql, hash)));
  co_return rows.at(0).at(0) == "t";
}

}  // namespace

Async<bool> has_shared_template(Connection& server, std::string name) {
  const std::vector<std::string> parameters = {name, k_template_mark};
  CO_TRY(const Rows rows, co_await server.query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate AND NOT datallowconn "
                                                "AND starts_with(shobj_description(oid, 'pg_database'), $2)",
                                                parameters));
  co_return !rows.empty();
}

Async<bool> publish_template(Connection& server, const Publication& publication) {
  const auto& [key, from, to, replaces] = publication;
  CO_TRY(const bool there, co_await has_shared_template(server, to));
  if (there && replaces) {
    CO_TRY(const bool used, co_await is_used_by_others(server, to));
    if (used) co_return false;
    (void)co_await retire(server, key, to);
  }
  const auto renamed = co_await server.query(renaming_sql(from, to, k_template_mark));
  if (!renamed) co_return false;
  CO_CHECK(co_await prune(server, key));
  co_return true;
}

Async<void> put_mark(Connection& server, std::string name, std::string mark) {
  const std::vector<std::string> parameters = {name};
  CO_TRY(const Rows rows,
         co_await server.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1", parameters));
  const std::string before = rows.empty() ? "" : rows[0].at(0);
  const bool is_ours = before.starts_with("trireme ") || before.empty();
  const std::string rest = is_ours ? before.substr(std::min(before.find('\n'), before.size())) : "\n" + before;
  CO_TRY(const Rows done, co_await server.query(comment_sql(name, mark + rest)));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
