#include "base/descriptors.h"

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace trireme::base {

namespace {

constexpr int k_lowest_limit = 128;  // fork servers take the numbers from 64 on
constexpr int k_least = 64;          // usable
constexpr int k_for_all = 24;        // the loop, reports, directories, what lists tests, gdb
constexpr int k_of_worker = 12;      // pipe, channel, fork server, and what is only there while a process starts
constexpr rlim_t k_most = 1 << 20;   // what the kernel allows at most, if not told otherwise

int limit() {
  rlimit limit{};
  const bool known = getrlimit(RLIMIT_NOFILE, &limit) == 0;
  return static_cast<int>(known ? std::min(limit.rlim_cur, k_most) : k_most);
}

// 0 when there is no telling.
int left_open() {
  constexpr int k_ours = 4;  // the standard ones, and that of the directory while it is read
  std::error_code error;
  int open = 0;
  for (std::filesystem::directory_iterator each("/proc/self/fd", error), end; !error && each != end; each.increment(error)) {
    ++open;
  }
  return std::max(open - k_ours, 0);
}

std::string so_few() {
  if (usable_descriptors() == limit()) return fmt::format("only {} files may be open at once", limit());
  return fmt::format("only {} files may be open at once, and {} are left open by what started us", limit(),
                     limit() - usable_descriptors());
}

int needed(int workers) { return k_for_all + workers * k_of_worker; }

}  // namespace

int usable_descriptors() {
  static const int usable = limit() - left_open();
  return usable;
}

Result<void> check_descriptors() {
  if (limit() >= k_lowest_limit && usable_descriptors() >= k_least) return {};
  const int enough = std::max(limit() - usable_descriptors() + k_least, k_lowest_limit);
  return fail("{}, which is too few for a run: raise it with ulimit -n {}", so_few(), enough);
}

Result<void> check_descriptors_for(int workers) {
  if (workers <= most_workers()) return {};
  return fail("{}, which is enough for {}, not for {} workers: raise it with ulimit -n {}, or ask for fewer with -n", so_few(),
              counted(static_cast<std::size_t>(most_workers()), "worker"), workers,
              static_cast<std::int64_t>(limit()) - usable_descriptors() + k_for_all + std::int64_t{k_of_worker} * workers);
}

int spare_descriptors(int workers) { return std::max(usable_descriptors() - needed(workers), 0); }

int most_workers() { return std::max((usable_descriptors() - k_for_all) / k_of_worker, 1); }

}  // namespace trireme::base
