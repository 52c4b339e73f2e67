// Trireme's architecture: options, collect, schedule, execute, report. Each stage gives plain structs to the next.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/environment.h"
#include "base/guard.h"
#include "base/temp_dir.h"
#include "bisect/bisect.h"
#include "collect/collect.h"
#include "coverage/session.h"
#include "coverage/who.h"
#include "events/replay.h"
#include "execute/opening.h"
#include "execute/process_launcher.h"
#include "execute/run.h"
#include "execute/run_directory.h"
#include "forkserver/stock.h"
#include "options/command.h"
#include "options/secrets.h"
#include "postgres/manage.h"
#include "postgres/postgres.h"
#include "report/collect_only.h"
#include "report/markers.h"
#include "report/reporters.h"
#include "schedule/cpus.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace trireme {
namespace {

using model::ExitCode;

int complain(const std::string& text, ExitCode code) {
  std::fprintf(stderr, "ERROR: %s\n", text.c_str());
  return static_cast<int>(code);
}

int complain(const std::vector<std::string>& texts, ExitCode code) {
  return complain(fmt::format("{}", fmt::join(texts, "\nERROR: ")), code);
}

double g_stopped = 0;  // seconds

double now() {
  static const auto started = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count() - g_stopped;
}

double stop() {
  const double before = now();
  base::stop_until_continued();
  const double stopped = now() - before;
  g_stopped += stopped;
  return stopped;
}

// None for tests that will not run.
postgres::Prepared database_for(asio::io_context& loop, const model::Options& options, const model::Collection& collection,
                                int workers, const forkserver::Stock& stock) {
  const bool stops = !collection.errors.empty() && !options.continue_on_collection_errors;
  if (stops || collection.tests.empty()) return nullptr;
  return postgres::prepare(loop, {options, collection, workers, stock.pids()});
}

// `counts`: what processes count that only tell their tests goes there, since nobody wants it.
model::Collection collected(const model::Options& options, forkserver::Stock& stock, const std::string& directory,
                            const std::string& counts) {
  if (!options.coverage.wanted()) return collect::collect(options, stock, directory);
  model::Options asking = options;
  for (const std::string& each : coverage::variables_for_collection(counts)) base::set_variable(asking.environment, each);
  return collect::collect(asking, stock, directory);
}

// None for tests that will not run.
base::Result<std::unique_ptr<coverage::Session>> coverage_of(const model::Options& options, const model::Collection& collection,
                                                             const std::string& directory) {
  if (!options.coverage.wanted() || collection.tests.empty()) return nullptr;
  return coverage::Session::make(options, collection.binaries, directory);
}

int run(const model::Options& options) {
  if (options.show_markers) return static_cast<int>(report::show_markers(options));
  if (const auto enough = base::check_descriptor_limit(); !enough) return complain(enough.error().text, ExitCode::usage);
  auto directory = execute::RunDirectory::make();
  if (!directory) return complain(directory.error().text, ExitCode::usage);
  const base::TempDir counts(options.coverage.wanted() ? directory->path() + "/coverage" : "");
  forkserver::Stock stock;
  const model::Collection collection = collected(options, stock, directory->path(), counts.path());
  if (!collection.usage_errors.empty()) return complain(collection.usage_errors, ExitCode::usage);
  if (options.collect_only) return static_cast<int>(report::show_collection(options, collection, now()));
  // Beyond this point the set of tests is fixed.
  const int workers = schedule::worker_count(options, collection.tests.size());
  const auto measured = coverage_of(options, collection, counts.path());
  if (!measured) return complain(measured.error().text, ExitCode::usage);
  asio::io_context loop{1};
  const auto database = database_for(loop, options, collection, workers, stock);
  if (!database) return complain(database.error().text, database.error().code);
  // Databases are there for all workers.
  auto reporters = report::Reporters::make(options);
  if (!reporters) return complain(reporters.error().text, ExitCode::internal);
  const auto launcher = execute::make_process_launcher(loop, options, stock);
  const execute::RunSettings settings{options, collection, workers,         execute::new_run_id(), directory->path(),
                                      now,     stop,       database->get(), measured->get()};
  coverage::Reporting reporting(measured->get(), reporters->sink());
  execute::run_tests(settings, execute::opening_of(settings), *launcher, reporting);
  // Every selected test has its outcome; what is left is to say how it went.
  return static_cast<int>(reporters->finish());
}

int replay(const options::Replay& command) {
  auto reporters = report::Reporters::make(command.options);
  if (!reporters) return complain(reporters.error().text, ExitCode::internal);
  if (auto replayed = events::replay(command.log, reporters->sink()); !replayed) {
    return complain(replayed.error().text, ExitCode::usage);
  }
  return static_cast<int>(reporters->finish());
}

int find_culprits(const options::Bisect& command) {
  const auto recorded = bisect::read_log(command.options.report_log, command.id);
  if (!recorded) return complain(recorded.error().text, ExitCode::usage);
  const model::Options options = bisect::options_for(*recorded, command.options);
  auto directory = execute::RunDirectory::make();
  if (!directory) return complain(directory.error().text, ExitCode::usage);
  forkserver::Stock stock;
  const model::Collection collection = collect::collect(options, stock, directory->path());
  if (!collection.usage_errors.empty()) return complain(collection.usage_errors, ExitCode::usage);
  const auto& errors = collection.errors;
  if (!errors.empty()) return complain(errors.front().path + ": " + errors.front().text, ExitCode::usage);
  asio::io_context loop{1};
  const auto database = database_for(loop, options, collection, 1, stock);
  if (!database) return complain(database.error().text, database.error().code);
  const auto launcher = execute::make_process_launcher(loop, options, stock);
  const execute::RunSettings settings{options,           collection, 1,    execute::new_run_id(),
                                      directory->path(), now,        stop, database->get()};
  const auto code = bisect::bisect(*recorded, settings, *launcher);
  return code ? static_cast<int>(*code) : complain(code.error().text, ExitCode::usage);
}

int manage_databases(const options::ManageDatabases& command) {
  asio::io_context loop{1};
  const auto done = postgres::manage(loop, {command.verb, command.names, command.options});
  return done ? *done : complain(done.error().text, done.error().code);
}

int tell_who(const options::AskCoverage& question) {
  const auto answer = coverage::who_runs(question.options.root, question.options.directory, question.place);
  if (!answer) return complain(answer.error().text, ExitCode::usage);
  if (!answer->warning.empty()) std::fprintf(stderr, "WARNING: %s\n", answer->warning.c_str());
  if (std::fputs(answer->text.c_str(), stdout) < 0) return static_cast<int>(ExitCode::internal);
  return static_cast<int>(answer->any ? ExitCode::ok : ExitCode::failed);
}

// The libraries below throw when the system has nothing more to give: descriptors, memory.
int run_guarded(const std::function<int()>& work) {
  return base::run_guarded([&] {
    try {
      return work();
    } catch (const std::exception& refused) {
      return complain(fmt::format("the system refuses what a run needs: {}", refused.what()), ExitCode::internal);
    }
  });
}

// A closed 0, 1 or 2 would become the next file we open.
void open_standard_descriptors() {
  while (true) {
    const int fd = open("/dev/null", O_RDWR);
    if (fd < 0 || fd > STDERR_FILENO) {
      if (fd >= 0) close(fd);
      return;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (base::clean_up_if_asked(argc, argv)) return static_cast<int>(ExitCode::internal);
  now();
  open_standard_descriptors();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGUSR1, SIG_IGN);  // until there is something to tell
  signal(SIGXFSZ, SIG_IGN);  // a limit on files is an error of the write
  signal(SIGCHLD, SIG_DFL);  // whoever started us may ignore it, and then nobody hears of the end of a child
  std::vector<std::string> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  options::hide_passwords(argc, argv);
  const auto command = options::parse(arguments, environment);
  if (!command) return complain(command.error().text, ExitCode::usage);
  if (const auto* print = std::get_if<options::Print>(&*command)) return std::fputs(print->text.c_str(), stdout) < 0 ? 3 : 0;
  if (const auto* again = std::get_if<options::Replay>(&*command)) return replay(*again);
  if (const auto* search = std::get_if<options::Bisect>(&*command)) return run_guarded([&] { return find_culprits(*search); });
  if (const auto* question = std::get_if<options::AskCoverage>(&*command)) return tell_who(*question);
  if (const auto* databases = std::get_if<options::ManageDatabases>(&*command)) {
    // What `start` leaves is not to be killed.
    if (databases->verb == "start") return manage_databases(*databases);
    return run_guarded([&] { return manage_databases(*databases); });
  }
  return run_guarded([&] { return run(std::get<options::Run>(*command).options); });
}

}  // namespace trireme

int main(int argc, char** argv) { return trireme::main(argc, argv); }
