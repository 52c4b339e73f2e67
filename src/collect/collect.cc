#include "collect/collect.h"

#include <sched.h>

#include <algorithm>

#include "collect/gather.h"
#include "collect/program_files.h"
#include "collect/search.h"

namespace trireme::collect {

namespace {

int cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(CPU_COUNT(&set), 1) : 1;
}

}  // namespace

model::Collection collect(const model::Options& options, forkserver::Stock& stock, const std::string& directory) {
  const bool forks = options.launcher != model::LauncherKind::exec && !options.collect_only;
  ProgramFiles files;
  Surroundings surroundings;
  surroundings.ask = [&](const std::vector<Question>& questions) {
    return ask(questions, cpus(), directory, forks ? &stock : nullptr);
  };
  surroundings.find = find_test_executables;
  surroundings.holds_googletest = [&](const std::string& path) { return files.holds_googletest(path); };
  return gather(options, surroundings);
}

}  // namespace trireme::collect
