// Making and dropping databases.
#pragma once

#include <string>

#include <trireme/postgres.h>

namespace trireme::detail {

// The template that the runner made all databases of this run from; "" without Trireme.
inline std::string template_of_the_run() { return variable("TRIREME_DB_TEMPLATE", ""); }

// Two statements of which the server gets either none or both, whatever becomes of us.
void execute_both(Connection& connection, const std::string& first, const std::string& second);
// As a copy of a template, with all that belongs to it. When the database that the connection is for belongs to a run, as the
// first line of its comment says, so does this one.
void clone_database(Connection& connection, const std::string& source, const std::string& name);
// The sessions in it are ended.
void drop_database(Connection& connection, const std::string& name);

// Where copies are made from: what the runner says, or else a template made from the schema that ensure_database_ready() was
// given for this engine.
std::string template_for(Engine& engine);

}  // namespace trireme::detail
