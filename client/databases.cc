#include "databases.h"

#include <libpq-fe.h>

#include <chrono>
#include <thread>

#include "clone_sql.h"
#include "url.h"

namespace trireme::detail {

namespace {

constexpr auto k_pause = std::chrono::milliseconds(2);
constexpr int k_most_pauses = 2500;

// Copying files is quicker than logging their pages, and slower where the server waits for the disk.
std::string strategy_of(Connection& connection) {
  if (PQserverVersion(connection.raw()) < 150000) return "";
  return connection.execute("SHOW fsync").value() == "off" ? " STRATEGY file_copy" : "";
}

// DROP DATABASE alone would refuse, and WITH (FORCE) waits for 100 ms.
void end_sessions(Connection& connection, const std::string& database) {
  for (int pauses = 0; pauses < k_most_pauses; ++pauses) {
    const Rows left =
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {database});
    if (left.empty()) return;
    std::this_thread::sleep_for(k_pause);
  }
}

// By which a later run knows what a dead one has left; "" where that is not ours to say.
std::string mark_of(Connection& connection) {
  const Rows comment = connection.execute(
      "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database WHERE datname = current_database()");
  const std::string line = comment.value().substr(0, comment.value().find('\n'));
  return line.rfind("trireme run ", 0) == 0 ? line : "";
}

}  // namespace

void clone_database(Connection& connection, const std::string& source, const std::string& name) {
  connection.execute("CREATE DATABASE " + quoted_name(name) + " TEMPLATE " + quoted_name(source) + strategy_of(connection));
  try {
    connection.execute(copy_settings_sql(quoted_literal(source), quoted_literal(name), quoted_literal(mark_of(connection))));
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
