// Whether a server lets us in, and is of use.
#pragma once

#include <string>

#include "postgres/connection.h"

namespace trireme::postgres {

// Connection::open, but an error is a sentence as refusal() has it.
Async<Connection> connect_to(const Address& address, std::string database, std::string name = "trireme");

// Is a server of our own new enough? `bindir`: where its programs are.
base::Result<void> check_age(const Connection& server, const std::string& bindir);

// Is it new enough, and may we make databases?
Async<void> check_rights(Connection& server, const Address& address);

}  // namespace trireme::postgres
