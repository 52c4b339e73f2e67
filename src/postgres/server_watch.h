// Does our server take connections? One of whose processes crashes ends all sessions, and soon itself; between that a test
// would fail with what libpq says. A session that does nothing tells: while it stands, nothing has happened.
#pragma once

#include <asio/io_context.hpp>
#include <optional>

#include "postgres/connection.h"
#include "postgres/supply.h"
#include "postgres/tasks.h"

namespace trireme::postgres {

class ServerWatch {
 public:
  // The supply outlives this.
  ServerWatch(asio::io_context& loop, Supply& supply) : supply_(supply), tasks_(loop) {}

  Async<void> begin();
  // False while it is not known, since our session has ended; a test may have done that too. Ask again when the loop has
  // turned. When that is not known for long, tests may find out.
  bool takes_connections();

 private:
  asio::awaitable<void> ask_again();

  Supply& supply_;
  std::optional<Connection> session_;
  bool asking_ = false;
  Tasks tasks_;  // the last member, since they use the others
};

}  // namespace trireme::postgres
