// How a server of ours is to be, by the user's options.
#pragma once

#include "model/options.h"
#include "postgres/server.h"

namespace trireme::postgres {

base::Result<Server::Settings> server_settings(const model::Options& options, int max_connections);
// The program; "" = there is none.
std::string psql_of(const model::Options& options);

// Where the caller's variables lead must not matter to libpq in this process.
void forget_variables_of_libpq();

}  // namespace trireme::postgres
