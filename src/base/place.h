// Where files may go that live no longer than a run: a server's, and those by which test processes report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace trireme::base {

// What is known of the machine.
struct Room {
  std::string named;              // $TMPDIR, "" = not set
  std::uint64_t in_memory = 0;    // bytes free in the file system /dev/shm; 0 if that is none in memory
  std::uint64_t memory_left = 0;  // bytes that we may still use, by the machine and our cgroups
};
Room room_here();

// The temp directory; without $TMPDIR, the file system in memory where there is a lot of room for one more.
std::string quick_place(const Room& room);
// All such places, where dead runs may have left something.
std::vector<std::string> all_places();

// How much a cgroup leaves us, by its memory.max and memory.current, or what they are in v1; nullopt = no limit.
std::optional<std::uint64_t> left_by_cgroup(const std::string& max, const std::string& current);

}  // namespace trireme::base
