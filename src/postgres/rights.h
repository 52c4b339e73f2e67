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

// Why a database could not be made: if it is that somebody is in template1, who that is and what to do.
Async<base::Error> why_not_made(Connection& server, const Address& address, base::Error said);

}  // namespace trireme::postgres
