// A psql for the user, at the terminal.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "postgres/connection.h"

namespace trireme::postgres {

// Waits for its end and gives its exit status. Ctrl-C is psql's.
base::Result<int> run_psql(const std::string& psql, const Address& address, const std::string& database);

}  // namespace trireme::postgres
