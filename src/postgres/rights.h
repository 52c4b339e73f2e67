// Whether a server that lets us in is of use.
#pragma once

#include "postgres/connection.h"

namespace trireme::postgres {

// Is it new enough, and may we make databases?
Async<void> check_rights(Connection& server, const Address& address);

}  // namespace trireme::postgres
