#include "bisect/bisect.h"

#include <asio/io_context.hpp>

#include "base/clock.h"
#include "base/descriptors.h"
#include "collect/collect.h"
#include "commands/commands.h"
#include "commands/complain.h"
#include "execute/opening.h"
#include "execute/process_launcher.h"
#include "execute/run.h"
#include "execute/run_directory.h"
#include "forkserver/stock.h"
#include "postgres/postgres.h"

namespace trireme::commands {

using model::ExitCode;

int find_culprits(const options::Bisect& command) {
  const auto recorded = bisect::read_log(command.options.report_log, command.id);
  if (!recorded) return complain(recorded.error().text, ExitCode::usage);
  const model::Options options = bisect::options_for(*recorded, command.options);
  if (const auto enough = base::check_descriptors(); !enough) return complain(enough.error().text, ExitCode::usage);
  auto directory = execute::RunDirectory::make();
  if (!directory) return complain(directory.error().text, ExitCode::usage);
  const auto messages = execute::RunDirectory::make_quick();
  if (!messages) return complain(messages.error().text, ExitCode::usage);
  forkserver::Stock stock;
  model::Options asking = options;
  asking.workers = 1;
  const model::Collection collection = collect::collect(asking, stock, messages->path());
  if (!collection.usage_errors.empty()) return complain(collection.usage_errors, ExitCode::usage);
  const auto& errors = collection.errors;
  if (!errors.empty()) return complain(errors.front().path + ": " + errors.front().text, ExitCode::usage);
  asio::io_context loop{1};
  const auto database = postgres::prepare(loop, {options, collection, 1, stock.pids(), directory->path()});
  if (!database) return complain(database.error().text, database.error().code);
  const auto launcher = execute::make_process_launcher(loop, options, stock, 1);
  const execute::RunSettings settings{options,           collection,       1,         execute::new_run_id(),
                                      directory->path(), messages->path(), base::now, base::stop_for_a_while,
                                      database->get()};
  const auto code = bisect::bisect(*recorded, settings, *launcher);
  return code ? static_cast<int>(*code) : complain(code.error().text, ExitCode::usage);
}

}  // namespace trireme::commands
