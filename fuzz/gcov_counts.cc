#include "coverage/kept_counts.h"
#include "coverage/profile.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(coverage::parse_kept_counts(fuzz::text(data, size)));
  auto profile = coverage::read_profile(fuzz::text(data, size));
  if (!profile) return 0;
  // What was read is written as it was, and fits itself.
  const auto again = coverage::read_profile(coverage::gcda_of(*profile));
  fuzz::check(again && again->counters == profile->counters);
  coverage::Profile sum = *profile;
  static_cast<void>(coverage::add_profile(sum, *profile));
  return 0;
}
