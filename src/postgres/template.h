// The template: a database filled once, sealed, and cloned for those that tests get.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "postgres/connection.h"
#include "postgres/recipe.h"

namespace trireme::postgres {

inline constexpr const char* k_template = "trireme_template";

inline constexpr const char* k_built = "template built";
inline constexpr const char* k_built_each_time = "template built each time, since no --db-input says what the command reads";

// What is the same for all templates of a run.
struct Surroundings {
  std::vector<std::string> environment;  // of psql and the command
  std::vector<std::string> variables;    // further ones that get the URL
  std::string directory;                 // where psql runs
  std::vector<pid_t> spared;             // children of ours that are no daemons of the command's
  bool rebuild = false;
  bool clusters = false;     // copies of the whole server are wanted
  bool many_copies = false;  // of the template: they shall be ready soon
  std::string cache;         // directory; "" = none
};

struct Builder {
  std::string name;  // of the database, which exists
  std::string psql;  // the program; "" = there is none
  const Recipe& recipe;
  const Address& address;
  const Surroundings& surroundings;
};

// Fills it and seals it: nobody can connect to it then, so that it can be cloned at any time.
Async<void> complete_template(Connection& server, const Builder& builder);

// Sealed again afterwards. Sessions in copies of it begin quicker: what the first session in a database notes of its catalogs
// is copied too, and a server that starts has forgotten it.
Async<void> open_once(Connection& server, const Address& address, const std::string& name);

// Nobody new can come in meanwhile, or only those that nobody waits for.
Async<void> end_sessions(Connection& server, std::string database,
                         std::chrono::milliseconds patience = std::chrono::seconds(5));

// Has it anything that CREATE DATABASE, said by us, does not give to its copies?
Async<bool> has_settings(Connection& server, const std::string& name);

// (g++ 12 frees twice what an aggregate holds that is made within a co_await: give it a name.)
struct Cloning {
  std::string from;
  std::string to;
  std::string mark;      // the first line of its comment; "" = the comment is the template's
  bool settings = true;  // the template may have some
  bool by_files = true;  // the quickest way where nothing waits for the disk, and the slowest elsewhere
};
// A new database like the template, with what CREATE DATABASE does not copy: settings, privileges, owner, limit, comment.
Async<void> clone_database(Connection& server, const Cloning& cloning);

}  // namespace trireme::postgres
