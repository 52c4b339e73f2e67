#include "schedule/batch_size.h"

#include <algorithm>

namespace trireme::schedule {

namespace {

constexpr std::size_t k_first_batch = 16;  // tests of which nothing is known
constexpr std::size_t k_growth = 64;       // a batch is at most so many times what has been seen
constexpr double k_overhead_share = 1.0 / 20;
constexpr double k_shortest_batch = 0.02;  // seconds
constexpr int k_few_processes = 8;
// However little a test does, it is told of and reported on: after the last one, in what counts as the process's overhead.
constexpr double k_least_for_a_test = 2e-5;  // seconds

}  // namespace

std::size_t BatchSize::share_of(std::size_t tests) const { return std::max<std::size_t>((tests + workers_ - 1) / workers_, 1); }

std::size_t BatchSize::next(std::uint32_t launch, std::size_t waiting, std::size_t running) const {
  const std::size_t share = share_of(waiting);
  const auto found = seen_.find(launch);
  if (found == seen_.end()) return std::clamp<std::size_t>(share / 8, 1, k_first_batch);

  const Seen& seen = found->second;
  const auto tests = static_cast<double>(seen.total.tests);
  const double each = std::max(seen.total.testing / tests, 1e-7);
  const double overhead = seen.total.overhead / static_cast<double>(seen.processes);
  const double size = std::max(overhead / k_overhead_share, k_shortest_batch) / each;
  // Tests that take less time than a process costs are not worth another worker's process.
  const double worth_a_process = overhead / std::max(each, k_least_for_a_test);
  const std::size_t fair = std::min(share_of(waiting + running), waiting);
  const std::size_t piece = static_cast<double>(fair) < worth_a_process * k_few_processes ? fair : share;
  const auto least = static_cast<std::size_t>(std::min(worth_a_process, static_cast<double>(waiting)));
  const std::size_t limit = std::min(std::max(piece, least), seen.total.tests * k_growth);
  return size >= static_cast<double>(limit) ? limit : std::max<std::size_t>(static_cast<std::size_t>(size), 1);
}

void BatchSize::record(std::uint32_t launch, const ProcessTimes& times) {
  if (times.tests == 0) return;
  Seen& seen = seen_[launch];
  ++seen.processes;
  seen.total.tests += times.tests;
  seen.total.testing += times.testing;
  seen.total.overhead += times.overhead;
}

}  // namespace trireme::schedule
