#include "coverage/notes.h"

#include "coverage/unit_lines.h"
#include "input.h"

using namespace trireme;

// Notes, and then whatever counters they want.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto notes = coverage::read_notes(fuzz::text(data, size), [](std::string_view, std::string_view name) {
    return name.size() % 2 == 0 ? std::optional(0U) : std::nullopt;
  });
  if (!notes) return 0;
  std::size_t most = 0;
  for (const coverage::Function& each : notes->functions) most = std::max<std::size_t>(most, each.counters);
  std::vector<std::int64_t> counters(most);
  for (std::size_t i = 0; i < most; ++i) counters[i] = data[(i * 7) % size] - 3;
  const std::vector<const std::int64_t*> all(notes->functions.size(), counters.data());
  for (const auto which : {model::CoverageBranches::useful, model::CoverageBranches::all}) {
    for (const coverage::FileLines& file : coverage::LineCounter(*notes, which).count(all).files) {
      for (const auto& [number, line] : file.lines) fuzz::check(line.count >= 0);
    }
  }
  return 0;
}
