#include "coverage/raw_profile.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = coverage::read_raw_profile(fuzz::text(data, size));
  if (profile) fuzz::check(coverage::is_of(*profile, profile->functions, profile->counters.size()));
  return 0;
}
