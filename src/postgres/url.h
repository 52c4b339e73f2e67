// How a program is told which database is its own.
#pragma once

#include <string>
#include <vector>

#include "postgres/connection.h"

namespace trireme::postgres {

// "postgresql://USER@/DATABASE?host=DIRECTORY&port=N"
std::string url_of(const Address& address, const std::string& database);

// TEST_DATABASE_URL, the variables `more` with the same value, and libpq's.
std::vector<std::string> variables_for(const Address& address, const std::string& database,
                                       const std::vector<std::string>& more);

}  // namespace trireme::postgres
