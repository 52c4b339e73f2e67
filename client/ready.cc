#include <map>
#include <set>

#include <trireme/postgres.h>
#include "databases.h"
#include "schema.h"

namespace trireme {

namespace {

// What this process was asked for, by the URL of the engine. Nothing of it is undone.
struct Asked {
  std::set<std::string> ready;
  std::map<std::string, std::vector<std::string>> schema;
  std::mutex mutex;
};

Asked& asked() {
  static Asked all;
  return all;
}

std::string key_of(const DatabaseNeeds& needs, const std::string& url) {
  std::string key = url;
  for (const auto* list : {&needs.extensions, &needs.schema}) {
    for (const std::string& each : *list) key += '\0' + each;
    key += '\1';
  }
  return key;
}

void check_extension(Connection& connection, const std::string& name) {
  if (!connection.execute("SELECT FROM pg_extension WHERE extname = $1", {name}).empty()) return;
  const bool available = !connection.execute("SELECT FROM pg_available_extensions WHERE name = $1", {name}).empty();
  throw DatabaseError("the database " + connection.execute("SELECT current_database()").value() + " lacks the extension " +
                      name +
                      (available ? "; the schema of the tests should say CREATE EXTENSION " + name
                                 : ", and its server does not have it; install the package that contains it"));
}

}  // namespace

void ensure_database_ready(const DatabaseNeeds& needs, Engine& engine) {
  const std::string key = key_of(needs, engine.url());
  const std::lock_guard lock(asked().mutex);
  if (asked().ready.count(key) != 0) return;
  const Engine::Lease connection = engine.connection();
  if (detail::template_of_the_run().empty() && !needs.schema.empty()) {
    detail::apply_once(*connection, detail::read_schema(needs.schema));
    asked().schema[engine.url()] = needs.schema;
  }
  for (const std::string& each : needs.extensions) check_extension(*connection, each);
  asked().ready.insert(key);
}

std::string detail::template_for(Engine& engine) {
  if (std::string name = template_of_the_run(); !name.empty()) return name;
  const std::lock_guard lock(asked().mutex);
  return template_of(engine, read_schema(asked().schema[engine.url()]));
}

}  // namespace trireme
