#include "postgres/template.h"

#include "base/environment.h"
#include "base/guard.h"
#include "postgres/clone_sql.h"
#include "postgres/program.h"
#include "postgres/url.h"

namespace trireme::postgres {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(5);
constexpr int k_most_pauses = 1000;

std::vector<std::string> environment_of(const Builder& builder) {
  std::vector<std::string> environment = builder.environment;
  for (const std::string& each : variables_for(builder.address, k_template, builder.variables)) {
    base::set_variable(environment, each);
  }
  base::set_variable(environment, "DATABASE_URL=" + url_of(builder.address, k_template));
  return environment;
}

Async<void> apply_files(const Builder& builder) {
  if (builder.installation.psql.empty()) {
    co_return base::fail("--db-schema needs psql, which is neither in {} nor in PATH; install it (Debian: postgresql-client)",
                         builder.installation.bindir);
  }
  base::SpawnSpec spec{.argv = {builder.installation.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1"},
                       .environment = environment_of(builder),
                       .directory = builder.directory};
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
  base::kill_descendants(builder.spared);
  if (!done) co_return base::fail("--db-command failed: {}\n{}", builder.recipe.command, done.error().text);
  co_return base::Result<void>();
}

Async<void> seal(Connection& server) {
  const std::string name = quoted_name(k_template);
  CO_CHECK(co_await server.query("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true"));
  co_return co_await end_sessions(server, k_template);
}

Async<void> vacuum(const Address& address) {
  auto connection = co_await Connection::open(address, k_template);
  if (!connection) co_return base::fail("the database is gone after it was filled: {}", connection.error().text);
  CO_CHECK(co_await connection->query("VACUUM (ANALYZE)"));
  co_return base::Result<void>();
}

}  // namespace

Async<void> build_template(const Builder& builder, Connection& server) {
  CO_CHECK(co_await server.query("CREATE DATABASE " + quoted_name(k_template)));
  if (!builder.recipe.files.empty()) CO_CHECK(co_await apply_files(builder));
  if (!builder.recipe.command.empty()) CO_CHECK(co_await run_command(builder));
  CO_CHECK(co_await vacuum(builder.address));
  CO_CHECK(co_await seal(server));
  co_return base::Result<void>();
}

Async<void> end_sessions(Connection& server, const std::string& database) {
  const std::vector<std::string> parameters = {database};
  for (int pauses = 0; pauses < k_most_pauses; ++pauses) {
    CO_TRY(const Rows sessions,
           co_await server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", parameters));
    if (sessions.empty()) co_return base::Result<void>();
    co_await pause(k_pause);
  }
  co_return base::fail("a session in the database {} cannot be ended", database);
}

Async<void> clone_template(Connection& server, const std::string& name) {
  // A copy of files is quickest where nothing waits for the disk; before 15 it was the only way.
  const std::string strategy = server.server_version() >= 150000 ? " STRATEGY file_copy" : "";
  auto made = co_await server.query("CREATE DATABASE " + quoted_name(name) + " TEMPLATE " + quoted_name(k_template) + strategy);
  if (made) made = co_await server.query(copy_settings_sql(k_template, name));
  if (!made) co_return base::fail("cannot make the database {}: {}", name, explained(made.error().text));
  co_return base::Result<void>();
}

}  // namespace trireme::postgres
