// `trireme db`: what is on a server and on disk of databases that we made.
#pragma once

#include <asio/io_context.hpp>
#include <string>
#include <vector>

#include "model/options.h"
#include "postgres/complete.h"

namespace trireme::postgres {

struct Management {
  std::string verb;  // list, drop, gc, psql, start, stop
  std::vector<std::string> names;
  const model::Options& options;
};

// Prints what it has to say. The value is the exit code: psql's, else 0.
tl::expected<int, Refusal> manage(asio::io_context& loop, const Management& management);

}  // namespace trireme::postgres
