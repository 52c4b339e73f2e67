// What keeps a database from being dropped though nobody is in it: prepared transactions, and subscriptions. (Slots for logical
// replication go with the database.)
#pragma once

#include <string>

#include "postgres/connection.h"

namespace trireme::postgres {

// It has none then; where it had some, its sessions are ended, and it can be entered.
Async<void> cut_ties(Connection& server, std::string database);

}  // namespace trireme::postgres
