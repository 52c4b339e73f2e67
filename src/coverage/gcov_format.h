// What .gcno and .gcda files begin with, and the tags of their records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "coverage/words.h"

namespace trireme::coverage {

inline constexpr std::uint32_t k_notes_magic = 0x67636e6f;    // "gcno"
inline constexpr std::uint32_t k_profile_magic = 0x67636461;  // "gcda"

inline constexpr std::uint32_t k_tag_function = 0x01000000;
inline constexpr std::uint32_t k_tag_blocks = 0x01410000;
inline constexpr std::uint32_t k_tag_arcs = 0x01430000;
inline constexpr std::uint32_t k_tag_lines = 0x01450000;
inline constexpr std::uint32_t k_tag_arc_counters = 0x01a10000;

struct Version {
  std::uint32_t word = 0;
  [[nodiscard]] int major() const;  // 0: of no gcc that writes these files
  [[nodiscard]] bool counts_bytes() const { return major() >= 12; }
  [[nodiscard]] bool has_checksum() const { return major() >= 12; }
  // Its notes are read here; those of others are not, since a difference that we do not know of would make wrong numbers.
  [[nodiscard]] bool is_known() const { return major() >= 11 && major() <= 12; }
  // Its own gcov can tell what its notes say, of profiles that are as those we know.
  [[nodiscard]] bool is_foreign() const { return !is_known() && major() >= 9; }
  [[nodiscard]] std::string gcov() const;  // its name
  // "gcc 12.2"
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string described() const;  // for reports, with who reads its notes if we do not
};

struct Opening {
  Version version;
  std::uint32_t stamp = 0;     // notes and profiles of one compilation have the same
  std::uint32_t checksum = 0;  // of profiles that can be added up, the same
  Words rest;
};

// What readers throw at what no compiler writes.
struct Damaged {};
inline void check(bool fine) {
  if (!fine) throw Damaged();
}
// What `read` gives, or in words that it threw.
template <typename Read>
auto unless_damaged(const Read& read) -> base::Result<decltype(read())> {
  try {
    return read();
  } catch (const Damaged&) {
    return base::fail("is damaged");
  }
}

// Notes of a foreign version begin so.
struct ForeignNotes {
  Version version;
  std::uint32_t stamp = 0;
};
inline constexpr std::size_t k_opening_size = 12;
// nullopt: they are not. `bytes`: at least so many of the file, if it has them.
std::optional<ForeignNotes> foreign_notes(std::string_view bytes);

// `magic`: which kind of file it must be. An error reads well after the file's name.
base::Result<Opening> open_gcov(std::string_view bytes, std::uint32_t magic);

}  // namespace trireme::coverage
