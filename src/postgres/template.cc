#include "postgres/template.h"

#include "base/environment.h"
#include "base/guard.h"
#include "client/database_sql.h"
#include "postgres/clone_sql.h"
#include "postgres/program.h"
#include "postgres/rights.h"
#include "postgres/url.h"

namespace trireme::postgres {

namespace {

constexpr const char* k_has_settings_sql =
    R"(SELECT datdba <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user) OR datacl IS NOT NULL
  OR datconnlimit <> -1 OR shobj_description(d.oid, 'pg_database') IS NOT NULL
  OR EXISTS (SELECT FROM pg_catalog.pg_db_role_setting WHERE setdatabase = d.oid)
FROM pg_catalog.pg_database d WHERE datname = $1)";

constexpr auto k_pause = std::chrono::milliseconds(5);

std::vector<std::string> environment_of(const Builder& builder) {
  std::vector<std::string> environment = builder.surroundings.environment;
  for (const std::string& each : variables_for(builder.address, builder.name, builder.surroundings.variables)) {
    base::set_variable(environment, each);
  }
  base::set_variable(environment, "DATABASE_URL=" + url_of(builder.address, builder.name));
  return environment;
}

Async<void> apply_files(const Builder& builder) {
  if (builder.psql.empty()) {
    co_return base::fail(
        "--db-schema needs psql, which is neither beside the server's programs nor in PATH; install it (Debian: "
        "postgresql-client)");
  }
  base::SpawnSpec spec{.argv = {builder.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1"},
                       .environment = environment_of(builder),
                       .directory = builder.surroundings.directory};
  for (const std::string& each : builder.recipe.files) spec.argv.insert(spec.argv.end(), {"-f", each});
  auto applied = co_await run_program(std::move(spec));
  if (!applied) co_return base::fail("the schema cannot be applied:\n{}", applied.error().text);
  co_return base::Result<void>();
}

// Daemons that it leaves would keep the template open, and outlive the run.
Async<void> run_command(const Builder& builder) {
  base::SpawnSpec spec{.argv = {"/bin/sh", "-c", builder.recipe.command},
                       .environment = environment_of(builder),
                       .directory = builder.recipe.command_directory};
  auto done = co_await run_program(std::move(spec));
  base::kill_descendants(builder.surroundings.spared);
  if (!done) co_return base::fail("--db-command failed: {}\n{}", builder.recipe.command, done.error().text);
  co_return base::Result<void>();
}

// Until the session has ended again.
Async<void> enter(const Address& address, const std::string& name) {
  CO_TRY(Connection inside, co_await connect_to(address, name));
  co_await Connection::close(std::move(inside));
  co_return base::Result<void>();
}

Async<void> vacuum(const Builder& builder) {
  auto connection = co_await Connection::open(builder.address, builder.name);
  if (!connection) co_return base::fail("the database is gone after it was filled: {}", connection.error().text);
  CO_CHECK(co_await connection->query("VACUUM (ANALYZE)"));
  co_await Connection::close(*std::move(connection));  // there may be no room for two
  // Only now: what the server notes of its catalogs for later sessions, and copies with the rest, this has made invalid.
  co_return co_await enter(builder.address, builder.name);
}

// Nobody can connect to it after that, so that it can be cloned at any time.
Async<void> seal(Connection& server, const std::string& name) {
  CO_CHECK(co_await server.query("ALTER DATABASE " + quoted_name(name) + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true"));
  co_return co_await end_sessions(server, name);
}

}  // namespace

Async<void> complete_template(Connection& server, const Builder& builder) {
  if (!builder.recipe.files.empty()) CO_CHECK(co_await apply_files(builder));
  if (!builder.recipe.command.empty()) CO_CHECK(co_await run_command(builder));
  CO_CHECK(co_await vacuum(builder));
  co_return co_await seal(server, builder.name);
}

Async<void> open_once(Connection& server, const Address& address, const std::string& name) {
  CO_CHECK(co_await server.query("ALTER DATABASE " + quoted_name(name) + " WITH ALLOW_CONNECTIONS true"));
  CO_CHECK(co_await enter(address, name));
  co_return co_await seal(server, name);
}

Async<void> end_sessions(Connection& server, std::string database, std::chrono::milliseconds patience) {
  const std::vector<std::string> parameters = {database};
  for (auto waited = k_pause; waited <= patience; waited += k_pause) {
    CO_TRY(const Rows sessions, co_await server.query(detail::k_end_sessions_sql, parameters));
    if (sessions.empty()) co_return base::Result<void>();
    co_await pause(k_pause);
  }
  co_return base::fail("a session in the database {} cannot be ended", database);
}

Async<bool> has_settings(Connection& server, const std::string& name) {
  const std::vector<std::string> parameters = {name};
  CO_TRY(const Rows rows, co_await server.query(k_has_settings_sql, parameters));
  co_return rows.empty() || rows[0].at(0) != "f";
}

Async<void> clone_database(Connection& server, const Cloning& cloning) {
  const auto& [from, to, mark, settings, by_files] = cloning;
  const std::string create = "CREATE DATABASE " + quoted_name(to) + " TEMPLATE " + quoted_name(from) +
                             detail::strategy_sql(server.server_version(), by_files);
  base::Result<void> made;
  if (mark.empty()) {
    auto created = co_await server.query(create);
    if (!created) made = tl::unexpected(created.error());
  } else {
    made = co_await server.execute_both(create, marking_sql(to, mark));
  }
  if (made && settings) {
    auto copied = co_await server.query(copy_settings_sql(from, to, mark));
    if (!copied) made = tl::unexpected(copied.error());
  }
  if (!made) co_return base::fail("cannot make the database {}: {}", to, explained(made.error().text));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
