#include "collect/collect.h"

#include <algorithm>

#include "base/cpus.h"
#include "base/descriptors.h"
#include "collect/gather.h"
#include "collect/program_files.h"
#include "collect/search.h"

namespace trireme::collect {

namespace {

constexpr int k_descriptors_of_each = 16;  // at most, while it is asked

}  // namespace

model::Collection collect(const model::Options& options, forkserver::Stock& stock, const std::string& directory) {
  const bool forks = options.launcher != model::LauncherKind::exec && !options.collect_only;
  ProgramFiles files;
  Surroundings surroundings;
  surroundings.ask = [&](const std::vector<Question>& questions) {
    const int programs = std::min(base::available_cpus(), base::usable_descriptors() / k_descriptors_of_each);
    int servers = options.dist == model::Dist::no ? 1 : options.workers.value_or(programs);
    if (options.max_processes > 0) servers = std::min(servers, options.max_processes);
    return ask(questions, {programs, servers}, directory, forks ? &stock : nullptr);
  };
  surroundings.find = find_test_executables;
  surroundings.holds_googletest = [&](const std::string& path) { return files.holds_googletest(path); };
  return gather(options, surroundings);
}

}  // namespace trireme::collect
