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

// The version that the program's own runtime would write.
std::uint64_t version_for(const ClangSections& sections, const std::string& compiler) {
  if (*mapping_format(sections) == k_format_of_clang_14) return 8;
  return compiler.starts_with("clang 18") ? 9 : 10;
}

// All up to the first counter.
std::string head_of(const ClangSections& sections, std::uint64_t version) {
  const std::uint64_t records = sections.data.size() / (version == 8 ? 48 : 64);
  std::vector<std::uint64_t> words = {k_magic, version, 0, records, 0, sections.counters_size / sizeof(std::int64_t), 0};
  if (version > 8) words.insert(words.end(), {0, 0});  // bits of MC/DC
  const std::uint64_t relative = sections.counters_address - sections.data_address;
  words.insert(words.end(), {sections.names.size(), relative});
  if (version > 8) words.push_back(0);
  words.push_back(0);                                  // where the names were
  if (version > 9) words.insert(words.end(), {0, 0});  // virtual tables
  words.push_back(version > 9 ? 2 : 1);                // the last kind of values, of which there are none
  return std::string(reinterpret_cast<const char*>(words.data()), words.size() * sizeof words[0]) + sections.data;
}

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
  const auto format =
      std::find_if(std::begin(k_formats), std::end(k_formats), [&](const Format& each) { return each.version == version; });
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

base::Result<std::string> profraw_of(const Profile& profile) {
  const auto file = base::ElfFile::open(profile.object);
  const auto sections = file ? clang_sections(*file) : std::nullopt;
  if (!sections || !is_known(*sections).value_or(false) ||
      sections->counters_size != profile.counters.size() * sizeof(std::int64_t))
    return base::fail("{} was built again, so that its counts cannot be written", profile.object);
  if (!file->sections("__llvm_prf_bits").empty()) {
    return base::fail("{} was built with -fcoverage-mcdc, whose bits are not read, so that its counts cannot be written",
                      profile.object);
  }
  std::string text = head_of(*sections, version_for(*sections, clang_version(*file)));
  text.append(reinterpret_cast<const char*>(profile.counters.data()), sections->counters_size);
  text += sections->names;
  text.resize((text.size() + 7) / 8 * 8);
  return text;
}

}  // namespace trireme::coverage
