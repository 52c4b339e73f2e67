#include "base/cpus.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "base/cgroup.h"

namespace trireme::base {

namespace {

int cpus_in_affinity_mask() {
  for (int capacity = 1024; capacity <= 1 << 20; capacity *= 2) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(capacity));
    const std::size_t size = CPU_ALLOC_SIZE(static_cast<std::size_t>(capacity));
    const bool known = sched_getaffinity(0, size, set) == 0;
    const int count = known ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (known) return std::max(count, 1);
  }
  return 1;
}

// Each as in version 2, "QUOTA PERIOD": version 1 has a file for either.
std::vector<std::string> cpu_limits() {
  std::vector<std::string> limits = cgroup_values("cpu.max");
  const auto quotas = cgroup_values("cpu.cfs_quota_us", "cpu");
  const auto periods = cgroup_values("cpu.cfs_period_us", "cpu");
  for (std::size_t i = 0; i < std::min(quotas.size(), periods.size()); ++i) limits.push_back(quotas[i] + periods[i]);
  return limits;
}

}  // namespace

std::optional<double> cpu_quota(const std::string& limit) {
  std::istringstream text(limit);
  double quota = 0;
  double period = 0;
  if (!(text >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

int available_cpus() {
  double cpus = cpus_in_affinity_mask();
  for (const std::string& text : cpu_limits()) {
    if (const auto quota = cpu_quota(text)) cpus = std::min(cpus, std::ceil(*quota));
  }
  return std::max(1, static_cast<int>(cpus));
}

}  // namespace trireme::base
