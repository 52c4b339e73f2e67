#include "postgres/undo.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

namespace trireme::postgres {

namespace {

constexpr long k_most_rows = 1000;

// Ordinary tables that are read in no time, and of which rows can be deleted without anything else happening: a replica's
// session, which ours is, leaves out other triggers and rules.
constexpr const char* k_tables = R"(SELECT c.oid, c.reltoastrelid, format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_am a ON a.oid = c.relam
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND a.amname = 'heap' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND pg_relation_size(c.oid) <= 1048576
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled IN ('A', 'R'))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_enabled IN ('A', 'R'))
ORDER BY 3)";

// 0 is what the database counts beside the tables.
constexpr const char* k_counts = R"(PREPARE trireme_counts AS
WITH counted AS MATERIALIZED (
  SELECT number, pg_stat_get_tuples_inserted(t) + pg_stat_get_tuples_inserted(toast) AS inserted,
         pg_stat_get_tuples_updated(t) + pg_stat_get_tuples_updated(toast) AS updated,
         pg_stat_get_tuples_deleted(t) + pg_stat_get_tuples_deleted(toast) AS deleted
  FROM unnest(ARRAY[{}]::oid[], ARRAY[{}]::oid[]) WITH ORDINALITY AS known (t, toast, number))
SELECT number, inserted, updated, deleted FROM counted WHERE inserted + updated + deleted <> 0
UNION ALL SELECT 0, pg_stat_get_db_tuples_inserted(d.oid) - (SELECT coalesce(sum(inserted), 0) FROM counted),
                 pg_stat_get_db_tuples_updated(d.oid) - (SELECT coalesce(sum(updated), 0) FROM counted),
                 pg_stat_get_db_tuples_deleted(d.oid) - (SELECT coalesce(sum(deleted), 0) FROM counted)
FROM pg_catalog.pg_database d WHERE d.datname = current_database())";

long number_of(const std::string& text) { return std::atol(text.c_str()); }

long sum(const Undo::Count& count) { return count.inserted + count.updated + count.deleted; }

}  // namespace

Async<Undo> Undo::of(Connection& inside) {
  Undo undo;
  CO_TRY(const Rows tables, co_await inside.query(k_tables));
  for (const auto& row : tables) undo.tables_.push_back({.name = row[2], .oid = row[0], .toast = row[1], .rows = ""});
  CO_CHECK(co_await undo.count_rows(inside));
  // Of its 64 bits rows have 32.
  CO_TRY(undo.first_transaction_,
         co_await single(inside, "SELECT mod(pg_snapshot_xmax(pg_current_snapshot())::text::numeric, 4294967296)"));
  CO_CHECK(co_await undo.prepare(inside));
  co_return undo;
}

Async<void> Undo::count_rows(Connection& inside) {
  std::vector<std::string> counts;
  counts.reserve(tables_.size());
  for (const Table& each : tables_) counts.push_back(fmt::format("(SELECT count(*) FROM ONLY {})", each.name));
  CO_TRY(const Rows rows, co_await inside.query(fmt::format("SELECT unnest(ARRAY[{}]::bigint[])", fmt::join(counts, ", "))));
  for (std::size_t i = 0; i < tables_.size(); ++i) tables_[i].rows = rows.at(i)[0];
  co_return base::Result<void>();
}

Async<void> Undo::prepare(Connection& inside) const {
  std::vector<std::string> oids;
  std::vector<std::string> toasts;
  for (const Table& each : tables_) {
    oids.push_back(each.oid);
    toasts.push_back(each.toast);
  }
  CO_CHECK(co_await inside.query("SET session_replication_role TO replica"));
  CO_CHECK(co_await inside.query("SET row_security TO off"));
  CO_CHECK(co_await inside.query(fmt::format(fmt::runtime(k_counts), fmt::join(oids, ", "), fmt::join(toasts, ", "))));
  co_return base::Result<void>();
}

Async<Undo::Counts> Undo::counts(Connection& inside) const {
  CO_TRY(const Rows rows, co_await inside.query("EXECUTE trireme_counts"));
  Counts counts = of_a_new_one();
  for (const auto& row : rows) {
    const auto table = static_cast<std::size_t>(number_of(row[0]));
    counts.at(table) = {.inserted = number_of(row[1]), .updated = number_of(row[2]), .deleted = number_of(row[3])};
  }
  co_return counts;
}

Async<bool> Undo::undo(Connection& inside, const Sequences& sequences, Counts& counts) const {
  CO_TRY(const Counts now, co_await this->counts(inside));
  if (now[0] != counts[0]) co_return false;
  std::vector<const Table*> changed;
  long rows = 0;
  for (std::size_t i = 1; i < now.size(); ++i) {
    if (now[i] != counts[i]) changed.push_back(&tables_[i - 1]);
    rows += sum(now[i]) - sum(counts[i]);
  }
  if (rows > k_most_rows) co_return false;
  CO_TRY(const std::string whole, co_await single(inside, undo_sql(changed, sequences)));
  if (whole != "t") co_return false;
  CO_TRY(counts, co_await this->counts(inside));
  co_return counts[0] == now[0];
}

// One statement: it sees all tables as the test left them. What it counts itself is told before it is answered.
std::string Undo::undo_sql(const std::vector<const Table*>& changed, const Sequences& sequences) const {
  std::vector<std::string> deletions;
  std::string whole = "true";
  const std::string age = fmt::format("age('{}'::xid)", first_transaction_);
  for (const Table* each : changed) {
    deletions.push_back(fmt::format("t{} AS (DELETE FROM ONLY {} WHERE age(xmin) <= {})", deletions.size(), each->name, age));
    whole += fmt::format(" AND (SELECT count(*) FROM ONLY {} WHERE age(xmin) > {}) = {}", each->name, age, each->rows);
  }
  return fmt::format("{}SELECT {}, pg_stat_force_next_flush(), (SELECT count(s) FROM unnest(ARRAY[{}]::bigint[]) s)",
                     deletions.empty() ? "" : fmt::format("WITH {} ", fmt::join(deletions, ", ")), whole, sequences.values());
}

}  // namespace trireme::postgres
