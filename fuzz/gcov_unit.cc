#include "coverage/unit.h"

#include <algorithm>
#include <string>

#include "input.h"

using namespace trireme;

// Notes, and counts that fit the last function of each ident: what a unit makes of those, whatever the others claim.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text(data, size);
  const auto notes = coverage::read_notes(bytes, [](std::string_view, std::string_view name) {
    // As Sources has it, asked for all.
    return !name.empty() && name.front() != '<' ? std::optional(0U) : std::nullopt;
  });
  if (!notes) return 0;
  coverage::Profile profile{.object = "/a.gcda", .version = notes->version, .stamp = notes->stamp};
  for (auto each = notes->functions.rbegin(); each != notes->functions.rend(); ++each) {
    const auto is_same = [&](const coverage::FunctionProfile& known) { return known.ident == each->ident; };
    if (std::any_of(profile.functions.begin(), profile.functions.end(), is_same)) continue;
    profile.functions.push_back({each->ident, each->lines_checksum, each->graph_checksum,
                                 static_cast<std::uint32_t>(profile.counters.size()), each->counters});
    for (std::uint32_t i = 0; i < each->counters; ++i) profile.counters.push_back(data[i % size]);
  }
  const fuzz::File file(bytes);
  coverage::Sources sources("/nowhere", {"/"}, {});
  const coverage::UnitFiles unit{file.path(), profile.object, {}, {}, {&profile}};
  std::string memory;
  fuzz::check(coverage::read_unit(unit, sources, model::CoverageBranches::useful, memory).sum.has_value());
  return 0;
}
