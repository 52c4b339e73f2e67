#include "postgres/meter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

namespace trireme::postgres {

namespace {

constexpr int k_first_prompt_version = 150000;

// Also for one of the roles that tests may be.
constexpr const char* k_off = R"(SELECT WHERE NOT current_setting('track_counts')::bool
OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting, unnest(setconfig) c WHERE lower(c) ~ '^track_counts=(of|f|n|0)' AND
           setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))))";

constexpr const char* k_sessions = R"(PREPARE trireme_sessions (text, int) AS
SELECT count(*) FROM pg_catalog.pg_stat_activity
WHERE datname = $1 AND pid <> $2 AND backend_type IS DISTINCT FROM 'autovacuum worker')";

constexpr const char* k_state = R"(PREPARE trireme_state (text) AS
SELECT concat_ws(' ', pg_stat_get_db_tuples_inserted(d.oid), pg_stat_get_db_tuples_updated(d.oid),
                 pg_stat_get_db_tuples_deleted(d.oid)),
       concat_ws(' ', pg_stat_get_db_stat_reset_time(d.oid), pg_postmaster_start_time(), d,
                 (SELECT array_agg(s::text ORDER BY setrole) FROM pg_catalog.pg_db_role_setting s WHERE setdatabase = d.oid),
                 shobj_description(d.oid, 'pg_database'),
                 (SELECT count(*) FROM pg_catalog.pg_prepared_xact() WHERE dbid = d.oid),
                 (SELECT count(*) FROM pg_catalog.pg_subscription WHERE subdbid = d.oid),
                 (SELECT count(*) FROM pg_catalog.pg_get_replication_slots() WHERE datoid = d.oid))
FROM pg_catalog.pg_database d WHERE datname = $1)";

constexpr const char* k_sequences = R"(SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' ORDER BY 1)";

Async<std::vector<std::string>> single_row(Connection& connection, std::string sql) {
  CO_TRY(const Rows rows, co_await connection.query(sql));
  if (rows.size() != 1 || rows[0].empty()) co_return base::fail("the database is gone");
  co_return rows[0];
}

}  // namespace

Async<std::string> single(Connection& connection, std::string sql) {
  CO_TRY(const std::vector<std::string> row, co_await single_row(connection, std::move(sql)));
  co_return row[0];
}

Async<Counting> counting_in(Connection& inside) {
  if (inside.server_version() < k_first_prompt_version) co_return Counting::late;
  CO_TRY(const Rows off, co_await inside.query(k_off));
  co_return off.empty() ? Counting::prompt : Counting::off;
}

Async<void> prepare_meter(Connection& server) {
  CO_CHECK(co_await server.query(k_sessions));
  CO_CHECK(co_await server.query(k_state));
  co_return base::Result<void>();
}

Async<int> sessions_in(Connection& server, const std::string& database, int own) {
  CO_TRY(const std::string count,
         co_await single(server, fmt::format("EXECUTE trireme_sessions ({}, {})", quoted_literal(database), own)));
  co_return std::atoi(count.c_str());
}

Async<State> state_of(Connection& server, const std::string& database) {
  CO_TRY(const std::vector<std::string> row,
         co_await single_row(server, fmt::format("EXECUTE trireme_state ({})", quoted_literal(database))));
  if (row.size() != 2) co_return base::fail("the server does not tell the state of a database");
  State state{.counters = row[0], .settings = row[1]};
  co_return state;
}

Async<Sequences> Sequences::of(Connection& inside) {
  Sequences sequences;
  CO_TRY(const Rows rows, co_await inside.query(k_sequences));
  for (const auto& row : rows) sequences.names_.push_back(row[0]);
  if (sequences.none()) co_return sequences;
  CO_CHECK(co_await sequences.prepare(inside));
  CO_TRY(sequences.values_, co_await single(inside, "EXECUTE trireme_sequences"));
  co_return sequences;
}

Async<void> Sequences::prepare(Connection& inside) const {
  std::vector<std::string> values;
  values.reserve(names_.size());
  for (const std::string& each : names_) {
    values.push_back(
        fmt::format("(SELECT format('setval(%L, %s, %L)', {}, last_value, is_called) FROM {})", quoted_literal(each), each));
  }
  CO_CHECK(co_await inside.query(
      fmt::format("PREPARE trireme_sequences AS SELECT array_to_string(ARRAY[{}], ', ')", fmt::join(values, ", "))));
  co_return base::Result<void>();
}

Async<bool> Sequences::are_unchanged(Connection& inside) const {
  CO_TRY(const std::string values, co_await single(inside, "EXECUTE trireme_sequences"));
  co_return values == values_;
}

}  // namespace trireme::postgres
