// The checksum, which no input would guess, is added.
#include "collect/listing_entry.h"
#include "base/hash.h"

#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(fuzz::text(data, size));
  (void)collect::read_entry(text, "key");
  text += base::hash(text) + '\0';
  const auto listing = collect::read_entry(text, "key");
  if (!listing) return 0;
  const auto again = collect::read_entry(collect::write_entry("key", *listing), "key");
  fuzz::check(again && again->tests.size() == listing->tests.size());
  return 0;
}
