#include "databases.h"

#include <libpq-fe.h>

#include <chrono>
#include <thread>

#include "database_sql.h"
#include "url.h"

namespace trireme::detail {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(2);
constexpr int k_most_pauses = 2500;

std::string strategy_of(Connection& connection) {
  return strategy_sql(PQserverVersion(connection.raw()), connection.execute("SHOW fsync").value() == "off");
}

// DROP DATABASE alone would refuse, and WITH (FORCE) waits for 100 ms.
void end_sessions(Connection& connection, const std::string& database) {
  for (int pauses = 0; pauses < k_most_pauses; ++pauses) {
    if (connection.execute(k_end_sessions_sql, {database}).empty()) return;
    std::this_thread::sleep_for(k_pause);
  }
  throw DatabaseError("a session in the database " + database + " cannot be ended");
}

// By which a later run knows what a dead one has left, and `trireme db` what is left without a run; "" where that is not ours
// to say.
std::string mark_of(Connection& connection) {
  const Rows comment = connection.execute(
      "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database WHERE datname = current_database()");
  std::string line = comment.value().substr(0, comment.value().find('\n'));
  if (line.rfind("trireme run ", 0) == 0) return line;
  return template_of_the_run().empty() ? "trireme database of a test without a run" : "";
}

}  // namespace

void clone_database(Connection& connection, const std::string& source, const std::string& name) {
  const std::string mark = mark_of(connection);
  const std::string create =
      "CREATE DATABASE " + quoted_name(name) + " TEMPLATE " + quoted_name(source) + strategy_of(connection);
  if (mark.empty()) {
    connection.execute(create);
  } else {
    execute_both(connection, create, "COMMENT ON DATABASE " + quoted_name(name) + " IS " + quoted_literal(mark));
  }
  try {
    connection.execute(copy_settings_sql(quoted_literal(source), quoted_literal(name), quoted_literal(mark)));
  } catch (const DatabaseError&) {
    drop_database(connection, name);
    throw;
  }
}

void drop_database(Connection& connection, const std::string& name) {
  end_sessions(connection, name);
  connection.execute("DROP DATABASE " + quoted_name(name));
}

}  // namespace trireme::detail
