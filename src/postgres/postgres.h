// PostgreSQL databases for tests: a server of our own, a template, and a clone of it for each worker.
#pragma once

#include <sys/types.h>

#include <asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "execute/resource.h"
#include "model/options.h"
#include "postgres/complete.h"

namespace trireme::postgres {

struct Request {
  const model::Options& options;
  int workers = 1;
  std::vector<pid_t> spared;  // children of ours that the user's command did not leave behind
};

using Prepared = tl::expected<std::unique_ptr<execute::Resource>, Refusal>;

// Everything that tests need, made before the first of them starts; null when the options want no database. The loop runs
// meanwhile, and must run afterwards for the end of the server to be heard of. Nothing is left behind when it is refused.
Prepared prepare(asio::io_context& loop, const Request& request);

}  // namespace trireme::postgres
