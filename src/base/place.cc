#include "base/place.h"

#include <linux/magic.h>
#include <sys/statfs.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <sstream>

#include "base/cgroup.h"
#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::base {

namespace {

constexpr const char* k_memory = "/dev/shm";
constexpr std::uint64_t k_enough = 1ULL << 30;  // bytes

std::uint64_t free_in_memory() {
  struct statfs status {};
  if (statfs(k_memory, &status) != 0 || status.f_type != TMPFS_MAGIC) return 0;
  return static_cast<std::uint64_t>(status.f_bavail) * static_cast<std::uint64_t>(status.f_bsize);
}

std::uint64_t left_on_machine() {
  std::istringstream lines(read_file("/proc/meminfo").value_or(""));
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view k_name = "MemAvailable:";
    if (line.starts_with(k_name)) return std::strtoull(line.c_str() + k_name.size(), nullptr, 10) * 1024;
  }
  return 0;
}

}  // namespace

std::optional<std::uint64_t> left_by_cgroup(const std::string& max, const std::string& current) {
  std::istringstream limit(max);
  std::uint64_t most = 0;
  if (!(limit >> most)) return std::nullopt;  // "max"
  return most - std::min<std::uint64_t>(most, std::strtoull(current.c_str(), nullptr, 10));
}

namespace {

void limit(Room& room, const std::vector<std::string>& limits, const std::vector<std::string>& used) {
  for (std::size_t i = 0; i < std::min(limits.size(), used.size()); ++i) {
    if (const auto left = left_by_cgroup(limits[i], used[i])) room.memory_left = std::min(room.memory_left, *left);
  }
}

}  // namespace

Room room_here() {
  const char* named = std::getenv("TMPDIR");
  Room room{named != nullptr ? named : "", free_in_memory(), left_on_machine()};
  limit(room, cgroup_values("memory.max"), cgroup_values("memory.current"));
  limit(room, cgroup_values("memory.limit_in_bytes", "memory"), cgroup_values("memory.usage_in_bytes", "memory"));
  return room;
}

std::string quick_place(const Room& room) {
  const bool roomy = std::min(room.in_memory, room.memory_left) >= k_enough;
  return room.named.empty() && roomy ? k_memory : temp_root();
}

std::vector<std::string> all_places() { return {temp_root(), k_memory}; }

}  // namespace trireme::base
