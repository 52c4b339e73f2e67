// The template: a database filled once, sealed, and cloned for those that tests get.
#pragma once

#include <string>
#include <vector>

#include "postgres/connection.h"
#include "postgres/installation.h"
#include "postgres/recipe.h"

namespace trireme::postgres {

inline constexpr const char* k_template = "trireme_template";

struct Builder {
  const Installation& installation;
  const Recipe& recipe;
  const Address& address;
  std::vector<std::string> environment;  // of psql and the command
  std::vector<std::string> variables;    // further ones that get the URL
  std::string directory;                 // where psql runs
  std::vector<pid_t> spared;             // children of ours that are no daemons of the command's
};

// Makes the database, fills it and seals it: nobody can connect to it after that, so that it can be cloned at any time.
Async<void> build_template(const Builder& builder, Connection& server);

// Nobody new can come in meanwhile, or only those that nobody waits for.
Async<void> end_sessions(Connection& server, const std::string& database);

// A new database like the template, with what CREATE DATABASE does not copy: settings, privileges, owner, limit, comment.
Async<void> clone_template(Connection& server, const std::string& name);

}  // namespace trireme::postgres
