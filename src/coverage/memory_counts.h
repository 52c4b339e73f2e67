// What forked processes count in memory, added up. It is read when they are gone, so nothing is lost however they end.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/counts.h"
#include "base/fd.h"
#include "base/result.h"
#include "coverage/counts.h"
#include "coverage/part_counts.h"

namespace trireme::coverage {

// A file for the counts of one process, and of those that it forks (agent/counts.h).
base::Result<base::Fd> make_counts_file();
// Of programs that this process had started, those that a signal ended.
struct KilledPrograms {
  std::set<std::string> names;  // as the kernel tells them of processes
  bool has_unnamed = false;     // there were more, of which a shell told
};
KilledPrograms killed_programs(int file);

class MemoryCounts {
 public:
  enum class Found {
    nothing,  // it counted as gcc has it
    some,     // a library of it did, or a process that it forked
    all,
    lost,    // not all of it was counted
    damaged  // not all of it can be read
  };
  // `by_context`: it is kept what comes from which.
  explicit MemoryCounts(bool by_context = false) : by_context_(by_context) {}

  // Adds what is in such a file, which nobody writes any more. What it says is believed only as far as it makes sense: a test
  // may have written there.
  Found add(int file, Context context = 0);
  // What was counted of each unit. By so many threads at once.
  [[nodiscard]] std::vector<UnitCounts> take(int threads = 1);

 private:
  void describe(std::uint32_t server, int file, const agent::Area& area);
  [[nodiscard]] bool count(std::uint32_t server, int file, const agent::Area& area, Context context);

  bool by_context_;
  std::vector<std::int64_t> words_;  // of the area that is read: what one leaves is of use to the next
  // By description, which is long: servers of one program say the same.
  std::map<std::string, std::unique_ptr<PartCounts>> parts_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, PartCounts*> known_;  // by server, and number in it
};

}  // namespace trireme::coverage
