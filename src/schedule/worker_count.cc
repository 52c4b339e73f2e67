#include "schedule/worker_count.h"

#include <algorithm>
#include <cstdint>

#include "base/cpus.h"
#include "base/descriptors.h"

namespace trireme::schedule {

namespace {

int automatic(std::size_t tests) {
  const int most = std::min(base::available_cpus(), base::most_workers());
  return static_cast<int>(std::min(static_cast<std::size_t>(most), tests));
}

}  // namespace

base::Result<int> worker_count(const model::Options& options, std::size_t tests) {
  if (options.dist == model::Dist::no || options.workers == 0) return 1;
  int count = options.workers ? *options.workers : automatic(tests);
  if (options.max_processes > 0) count = std::min(count, options.max_processes);
  if (auto enough = base::check_descriptors_for(count); !enough) return tl::unexpected(std::move(enough).error());
  return std::max(count, 1);
}

base::Result<void> check_worker_count(const model::Options& options) {
  return worker_count(options, SIZE_MAX).map([](int) {});
}

}  // namespace trireme::schedule
