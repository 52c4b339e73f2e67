#include "schema.h"

#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <sstream>

#include "databases.h"
#include "url.h"

namespace trireme::detail {

namespace {

constexpr const char* k_lock = "32776894514818405";  // the letters of "trireme" as a number

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) {
    throw DatabaseError("cannot read the schema " + path + "; its path is relative to the working directory");
  }
  return text.str();
}

// FNV-1a.
std::string hash_of(const std::vector<Schema::File>& files) {
  std::uint64_t hash = 14695981039346656037U;
  for (const Schema::File& each : files) {
    for (const char c : each.sql + '\0') hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return hexadecimal(hash);
}

// In one transaction.
void apply(Connection& connection, const Schema& schema) {
  connection.execute("BEGIN");
  for (const Schema::File& each : schema.files) {
    try {
      connection.execute(each.sql);
    } catch (const DatabaseError& error) {
      connection.execute("ROLLBACK");
      throw DatabaseError("the schema " + each.path + " cannot be applied: " + error.what(), error.sqlstate());
    }
  }
  // Its session may have another search_path by now.
  connection.execute("CREATE TABLE public.trireme_schema AS SELECT " + quoted_literal(schema.hash) + "::text AS hash");
  connection.execute("COMMIT");
}

void check_same(const Rows& applied, const Schema& schema) {
  if (applied.value() == schema.hash) return;
  throw DatabaseError(
      "the database of TEST_DATABASE_URL has another version of the schema; name a new database, or empty this one: "
      "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

void seal(Connection& connection, const std::string& name) {
  connection.execute("COMMENT ON DATABASE " + quoted_name(name) + " IS 'trireme template of tests without a run'");
  connection.execute("ALTER DATABASE " + quoted_name(name) + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true");
}

// The first one stays; nobody can be in the other.
void rename_or_drop(Connection& connection, const std::string& unfinished, const std::string& name) {
  try {
    connection.execute("ALTER DATABASE " + quoted_name(unfinished) + " RENAME TO " + quoted_name(name));
  } catch (const DatabaseError& error) {
    connection.execute("ALTER DATABASE " + quoted_name(unfinished) + " IS_TEMPLATE false");
    drop_database(connection, unfinished);
    const bool was_there = error.sqlstate() == "42P04" || error.sqlstate() == "23505";  // came meanwhile
    if (!was_there) throw;
  }
}

}  // namespace

Schema read_schema(const std::vector<std::string>& paths) {
  Schema schema;
  for (const std::string& each : paths) schema.files.push_back({each, text_of(each)});
  schema.hash = hash_of(schema.files);
  return schema;
}

// If something fails the engine gives the lock back with all that the session had.
void apply_once(Connection& connection, const Schema& schema) {
  connection.execute(std::string("SELECT pg_advisory_lock(") + k_lock + ")");
  const bool there = !connection.execute("SELECT to_regclass('public.trireme_schema')").is_null(0, 0);
  if (there) check_same(connection.execute("SELECT hash FROM public.trireme_schema"), schema);
  if (!there) apply(connection, schema);
  connection.execute(std::string("SELECT pg_advisory_unlock(") + k_lock + ")");
}

std::string template_of(Engine& engine, const Schema& schema) {
  std::string name = "trireme_client_" + schema.hash;
  const Engine::Lease connection = engine.connection();
  if (!connection->execute("SELECT FROM pg_database WHERE datname = $1", {name}).empty()) return name;
  const std::string unfinished = name + "_" + test_run_id().substr(0, 8) + "_" + std::to_string(getpid());
  connection->execute("CREATE DATABASE " + quoted_name(unfinished));
  try {
    Connection inside(url_with(engine.url(), Engine::application_name(), unfinished));
    apply(inside, schema);
  } catch (const DatabaseError&) {
    drop_database(*connection, unfinished);
    throw;
  }
  seal(*connection, unfinished);
  rename_or_drop(*connection, unfinished, name);
  return name;
}

}  // namespace trireme::detail
