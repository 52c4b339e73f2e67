#include "collect/listing_index.h"
#include "collect/listing_parse.h"
#include "input.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto tests = collect::parse_listing(std::string(fuzz::text(data, size)));
  if (!tests) return 0;
  const collect::Listing listing{.tests = *std::move(tests)};
  const collect::ListingIndex index(listing);
  for (const auto& test : listing.tests) fuzz::check(!index.find(test.suite).empty() || test.suite.empty());
  return 0;
}
