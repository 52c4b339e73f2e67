#include "postgres/server_settings.h"

#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "base/environment.h"
#include "postgres/os_user.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme::postgres {

namespace {

// For the server and its programs: what they say is searched, so it is in English.
std::vector<std::string> server_environment(const model::Options& options) {
  std::vector<std::string> environment = options.environment;
  base::set_variable(environment, "LC_ALL=C");
  return environment;
}

Places places_of(const model::Options& options) {
  const char* path = std::getenv("PATH");
  return {options.database.bindir, path != nullptr ? path : ""};
}

}  // namespace

base::Result<Server::Settings> server_settings(const model::Options& options, int max_connections) {
  TRY(Installation installation, find_installation(places_of(options)));
  TRY(auto user, server_user(options.database.os_user));
  return Server::Settings{std::move(installation), std::move(user), server_environment(options), max_connections};
}

std::string psql_of(const model::Options& options) { return find_psql(places_of(options)); }

void forget_variables_of_libpq() {
  std::vector<std::string> names;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string variable = *each;
    if (variable.starts_with("PG")) names.push_back(variable.substr(0, variable.find('=')));
  }
  for (const std::string& each : names) unsetenv(each.c_str());
}

}  // namespace trireme::postgres
