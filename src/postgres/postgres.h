// PostgreSQL databases for tests: a server of our own, a template, and its clones.
#pragma once

#include <sys/types.h>

#include <asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "execute/resource.h"
#include "model/options.h"
#include "model/test_case.h"
#include "postgres/complete.h"

namespace trireme::postgres {

struct Request {
  const model::Options& options;
  const model::Collection& collection;
  int workers = 1;
  std::vector<pid_t> spared;  // children of ours that the user's command did not leave behind
  std::string directory;      // of the run; what is started for databases is known by it when we are killed
};

using Prepared = tl::expected<std::unique_ptr<execute::Resource>, Refusal>;

// Everything that tests need, made before the first of them starts; null when no test that will run wants a database. The loop
// runs meanwhile, and must go on afterwards, since databases are made in the background. Nothing is left behind when it is
// refused.
Prepared prepare(asio::io_context& loop, const Request& request);

}  // namespace trireme::postgres
