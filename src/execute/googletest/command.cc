#include "execute/googletest/command.h"

#include <fcntl.h>

#include <algorithm>

#include "base/environment.h"
#include "schedule/filter.h"

namespace trireme::execute::googletest {

namespace {

std::string filter_for(const model::Collection& collection, const std::vector<model::TestIndex>& tests) {
  std::string filter;
  for (const model::TestIndex each : tests) {
    if (!filter.empty()) filter += ':';
    filter += schedule::filter_pattern(schedule::full_name(collection.tests[each]));
  }
  return filter;
}

// One argument may not exceed 128 KiB, and a request to a fork server not much less.
constexpr std::size_t k_longest_filter = 32 * 1024;  // bytes; a longer one goes into a file

base::Result<std::string> filter_flag(const ProcessFiles& files, const std::string& filter) {
  const std::string flag = "--gtest_filter=" + filter;
  if (filter.size() <= k_longest_filter) return flag;
  const base::Fd file(open(files.flags().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file || !base::write_all(file.get(), flag.data(), flag.size())) return base::fail_errno("cannot write " + files.flags());
  return "--gtest_flagfile=" + files.flags();
}

// Then nothing that comes after a failure is wanted.
bool first_failure_is_final(const model::Collection& collection, const model::Options& options,
                            const std::vector<model::TestIndex>& tests) {
  return !options.confirm_failures &&
         std::none_of(tests.begin(), tests.end(), [&](model::TestIndex each) { return collection.tests[each].reruns > 0; });
}

}  // namespace

base::Result<Command> make_command(const model::Collection& collection, const model::Options& options,
                                   const std::vector<model::TestIndex>& tests, const ProcessFiles& files,
                                   const WorkerIdentity& worker, int port) {
  const model::Launch& launch = collection.launches[collection.tests[tests.front()].launch];
  const model::TestBinary& binary = collection.binaries[launch.binary];
  TRY(const std::string filter, filter_flag(files, filter_for(collection, tests)));

  base::SpawnSpec spec{.argv = {binary.path}, .environment = options.environment, .directory = launch.directory};
  spec.argv.insert(spec.argv.end(), launch.args.begin(), launch.args.end());
  std::vector<std::string> harmless = spec.argv;
  harmless.push_back("--gtest_list_tests");
  spec.argv.insert(spec.argv.end(), {filter, "--gtest_output=xml:" + files.report()});
  if (port != 0) spec.argv.push_back(fmt::format("--gtest_stream_result_to=127.0.0.1:{}", port));
  const bool fail_fast = options.maxfail == 1 && binary.has_fail_fast && first_failure_is_final(collection, options, tests);
  if (fail_fast) spec.argv.push_back("--gtest_fail_fast");
  for (const std::string& each : launch.environment) base::set_variable(spec.environment, each);
  // At the place that it has in a program asked for its tests: a fork of that is to have its variables in the same order.
  base::set_variable(spec.environment, "TRIREME_TMPDIR=" + files.temp());
  for (const std::string& each : worker.environment) base::set_variable(spec.environment, each);
  base::set_variable(spec.environment, "TEST_PREMATURE_EXIT_FILE=" + files.inside_run());
  base::set_variable(spec.environment, "TRIREME_WORKER=" + worker.id);
  base::set_variable(spec.environment, fmt::format("TRIREME_WORKER_COUNT={}", worker.count));
  base::set_variable(spec.environment, "TRIREME_TESTRUNUID=" + worker.run_id);
  base::fill_in_ours(spec.environment);
  return Command{std::move(spec), std::move(harmless), port, port == 0 ? "" : files.inside_run(), binary.stamp, worker.counts};
}

}  // namespace trireme::execute::googletest
