#include "coverage/raw_profile.h"

#include <algorithm>

#include "coverage/bytes.h"

namespace trireme::coverage {

namespace {

constexpr std::uint64_t k_magic = 0xff6c70726f667281;
constexpr std::uint64_t k_variants = 0xff00000000000000;  // how it was built: what else than functions is counted, and by what
constexpr std::uint64_t k_most_counters = 1UL << 27;

// The header and the records of functions, by version.
struct Format {
  std::uint64_t version = 0;
  std::size_t words = 0;  // of the header
  std::size_t record = 0;
  std::size_t count_at = 0;
};
constexpr Format k_formats[] = {{8, 11, 48, 40}, {9, 14, 64, 48}, {10, 16, 64, 48}};  // clang 14 to 17, 18, 19

std::vector<LinkedFunction> take_functions(Bytes& bytes, std::uint64_t count, const Format& format) {
  check(count <= bytes.left() / format.record);
  std::vector<LinkedFunction> functions(count);
  for (LinkedFunction& each : functions) {
    Bytes record(bytes.take(format.record));
    each.name = record.value<std::uint64_t>();
    each.hash = record.value<std::uint64_t>();
    record.take(format.count_at - 16);
    each.count = record.value<std::uint32_t>();
  }
  return functions;
}

}  // namespace

base::Result<RawProfile> read_raw_profile(std::string_view text) {
  Bytes bytes(text);
  if (bytes.left() < 16 || bytes.value<std::uint64_t>() != k_magic) return base::fail("is no .profraw file of this machine");
  const auto version = bytes.value<std::uint64_t>();
  const auto format = std::find_if(std::begin(k_formats), std::end(k_formats), [&](const Format& each) { return each.version == version; });
  if (format == std::end(k_formats)) {
    return base::fail("is of a kind that is not known (version {}, variant {:#x})", version & ~k_variants, version >> 56);
  }
  return unless_damaged([&] {
    Bytes header(bytes.take((format->words - 2) * 8));
    const auto ids = header.value<std::uint64_t>();
    const auto functions = header.value<std::uint64_t>();
    const auto padding = header.value<std::uint64_t>();
    const auto counters = header.value<std::uint64_t>();
    bytes.take(ids);
    RawProfile profile{.functions = take_functions(bytes, functions, *format), .counters = {}};
    bytes.take(padding);
    check(counters <= k_most_counters);
    const std::string_view values = bytes.take(counters * sizeof(std::int64_t));
    profile.counters.resize(counters);
    if (counters > 0) std::memcpy(profile.counters.data(), values.data(), values.size());
    return profile;
  });
}

bool is_of(const RawProfile& profile, const std::vector<LinkedFunction>& functions, std::uint64_t counters) {
  const auto is_same = [](const LinkedFunction& a, const LinkedFunction& b) {
    return a.name == b.name && a.hash == b.hash && a.count == b.count;
  };
  return profile.counters.size() == counters &&
         std::equal(functions.begin(), functions.end(), profile.functions.begin(), profile.functions.end(), is_same);
}

}  // namespace trireme::coverage
