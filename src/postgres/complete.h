// Runs the loop until a task is done, for the times when there is nothing else to do. Ctrl-C ends the task.
#pragma once

#include <asio/io_context.hpp>
#include <string>

#include "model/exit_code.h"
#include "postgres/async.h"

namespace trireme::postgres {

// Why there is no database. A sentence, with the exit code that it means.
struct Refusal {
  std::string text;
  model::ExitCode code = model::ExitCode::usage;
};

tl::expected<void, Refusal> complete(asio::io_context& loop, Async<void> task);

}  // namespace trireme::postgres
