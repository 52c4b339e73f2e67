#include "coverage/clang_functions.h"
#include "input.h"

using namespace trireme;

// A program, of which each counter has counted: whatever its sections say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::File file(fuzz::text(data, size));
  coverage::Sources sources("/nowhere", {"/"}, {});
  const auto program = coverage::load_clang_program(file.path(), sources);
  if (!program || !*program) return 0;
  coverage::UnitCounts unit{{}, {{1, {}}}};
  // They may claim any number.
  const std::uint64_t counters = (*program)->sections.counters_size / sizeof(std::int64_t);
  if (counters > 4096) return 0;
  for (std::uint32_t i = 0; i < counters; ++i) {
    unit.sum.counters.push_back(data[i % size]);
    unit.by_context[0].counters.emplace_back(i, data[i % size]);
  }
  coverage::ClangFunctions functions(sources);
  functions.add(**program, &unit.sum);
  functions.add_contexts(**program, unit);
  const auto lines = functions.take_lines(true);
  for (const auto& [source, contexts] : lines.by_context) fuzz::check(lines.files.contains(source));
  return 0;
}
