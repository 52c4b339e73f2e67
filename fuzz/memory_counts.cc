#include <unistd.h>

#include "coverage/memory_counts.h"
#include "input.h"

using namespace trireme;

// A description, and counters that are the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint64_t description = 1UL << 20;
  constexpr std::uint64_t counters = 2UL << 20;
  if (size > description) return 0;
  const base::Fd file = *coverage::make_counts_file();
  agent::CountsHeader header{{.server = 1, .used = 1, .areas = 2}};
  header.table[0] = {agent::AreaKind::description, 0, description, size};
  header.table[1] = {agent::AreaKind::counters, 0, counters, (size + 7) / 8 * 8};
  fuzz::check(pwrite(file.get(), &header, sizeof header, 0) == sizeof header);
  fuzz::check(pwrite(file.get(), data, size, description) == static_cast<ssize_t>(size));
  fuzz::check(pwrite(file.get(), data, size, counters) == static_cast<ssize_t>(size));
  coverage::MemoryCounts counts(true);
  counts.add(file.get(), 1);
  for (const coverage::UnitCounts& unit : counts.take()) {
    for (const coverage::FunctionProfile& each : unit.sum.functions)
      fuzz::check(each.first + each.count <= unit.sum.counters.size());
  }
  return 0;
}
