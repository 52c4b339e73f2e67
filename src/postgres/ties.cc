#include "postgres/ties.h"

#include "postgres/template.h"

namespace trireme::postgres {

namespace {

// To be said in the database. What another server keeps of a subscription stays there.
constexpr const char* k_cuts = R"(SELECT format('ROLLBACK PREPARED %L', gid)
FROM pg_catalog.pg_prepared_xacts WHERE database = $1
UNION ALL SELECT unnest(ARRAY[format('ALTER SUBSCRIPTION %I DISABLE', subname),
                              format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', subname),
                              format('DROP SUBSCRIPTION %I', subname)])
FROM pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = $1))";

}  // namespace

Async<void> cut_ties(Connection& server, std::string database) {
  const std::vector<std::string> parameters = {database};
  CO_TRY(const Rows cuts, co_await server.query(k_cuts, parameters));
  if (cuts.empty()) co_return base::Result<void>();
  CO_CHECK(
      co_await server.query("ALTER DATABASE " + quoted_name(database) + " WITH ALLOW_CONNECTIONS true CONNECTION LIMIT -1"));
  CO_CHECK(co_await end_sessions(server, database));
  CO_TRY(Connection inside, co_await server.another(database));
  for (const auto& row : cuts) CO_CHECK(co_await inside.query(row.at(0)));
  co_await Connection::close(std::move(inside));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
