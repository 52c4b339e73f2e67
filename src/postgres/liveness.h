// That a run lives, as all who use its server can see: a session that does nothing but hold locks. When we are killed the
// server ends it at once, while a session that is at work ends after its work.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "postgres/connection.h"

namespace trireme::postgres {

// `database`: any that one can connect to. The keys are of marks.h; several may hold the same.
Async<Connection> claim(const Address& address, const std::string& database, const std::string& run,
                        const std::vector<std::string>& keys);

// Drops what dead runs have left. A session that a dead run left at work is waited for, so that nothing of it comes to be
// afterwards; but no later run is to wait long for what cannot be ended.
struct Swept {
  std::vector<std::string> dropped;
  std::vector<std::pair<std::string, std::string>> stayed;  // another's, say: the server's words are why
};
Async<Swept> drop_dead(Connection& server);

// Drops what the run has made, which is at its end. `server` is the only session that it has left to make anything.
Async<void> drop_all_of(Connection& server, const std::string& run);

// Its sessions are ended. The error that says why the server drops none at all:
inline constexpr const char* k_drops_none =
    "the server drops no database: one of its processes stands still, stopped by somebody; let it go on, or end it";
Async<void> drop_database(Connection& server, std::string name, std::chrono::milliseconds patience = std::chrono::seconds(5));

}  // namespace trireme::postgres
