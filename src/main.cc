// Trireme's architecture: options, collect, schedule, execute, report. Each stage gives plain structs to the next.
#include <asio/io_context.hpp>

#include "base/clock.h"
#include "base/descriptors.h"
#include "base/temp_dir.h"
#include "collect/collect.h"
#include "commands/complain.h"
#include "commands/start.h"
#include "coverage/affected.h"
#include "coverage/reporting.h"
#include "execute/opening.h"
#include "execute/process_launcher.h"
#include "execute/run.h"
#include "execute/run_directory.h"
#include "forkserver/stock.h"
#include "postgres/postgres.h"
#include "report/collect_only.h"
#include "report/markers.h"
#include "report/reporters.h"
#include "schedule/worker_count.h"

namespace trireme {
namespace {

using commands::complain;
using model::ExitCode;

int run(const model::Options& options) {
  if (options.show_markers) return static_cast<int>(report::show_markers(options));
  if (const auto enough = base::check_descriptors(); !enough) return complain(enough.error().text, ExitCode::usage);
  if (const auto few = schedule::check_worker_count(options); !few && !options.collect_only) {
    return complain(few.error().text, ExitCode::usage);
  }
  auto directory = execute::RunDirectory::make();
  if (!directory) return complain(directory.error().text, ExitCode::usage);
  const auto messages = execute::RunDirectory::make_quick();
  if (!messages) return complain(messages.error().text, ExitCode::usage);
  const base::TempDir counts(options.coverage.wanted() ? directory->path() + "/coverage" : "");
  forkserver::Stock stock;
  const model::Options asking = coverage::options_for_collection(options, counts.path());
  model::Collection collection = collect::collect(asking, stock, messages->path());
  if (!collection.usage_errors.empty()) return complain(collection.usage_errors, ExitCode::usage);
  if (const auto kept = coverage::keep_affected(options, collection); !kept)
    return complain(kept.error().text, ExitCode::usage);
  if (options.collect_only) return static_cast<int>(report::show_collection(options, collection, base::now()));
  // Beyond this point the set of tests is fixed.
  const auto workers = schedule::worker_count(options, collection.tests.size());
  if (!workers) return complain(workers.error().text, ExitCode::usage);
  const auto measured = coverage::Session::make(options, collection, counts.path());
  if (!measured) return complain(measured.error().text, ExitCode::usage);
  if (*measured) {
    for (const std::string& each : (*measured)->executed())
      stock.put_unfit(each, "was built to count by a clang that is not known");
  }
  asio::io_context loop{1};
  const auto database = postgres::prepare(loop, {options, collection, *workers, stock.pids(), directory->path()});
  if (!database) return complain(database.error().text, database.error().code);
  // Databases are there for all workers.
  report::Reporters reporters(options);
  const auto launcher = execute::make_process_launcher(loop, options, stock, *workers);
  const execute::RunSettings settings{options,           collection,       *workers,  execute::new_run_id(),
                                      directory->path(), messages->path(), base::now, base::stop_for_a_while,
                                      database->get(),   measured->get()};
  model::RunStarted opening = execute::opening_of(settings);
  opening.warnings.insert(opening.warnings.end(), reporters.unopened().begin(), reporters.unopened().end());
  coverage::Reporting reporting(measured->get(), options, reporters.sink());
  execute::run_tests(settings, opening, *launcher, reporting);
  // Every selected test has its outcome; what is left is to say how it went.
  return static_cast<int>(reporters.finish());
}

}  // namespace
}  // namespace trireme

int main(int argc, char** argv) { return trireme::commands::start(argc, argv, trireme::run); }
