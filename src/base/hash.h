// A short name for a text; no protection against those who want two texts to have the same.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace trireme::base {

// FNV-1a, 16 hexadecimal digits.
inline std::string hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", value);
}

// Adds a part to a text to be hashed, so that parts cannot run into each other.
inline void add_part(std::string& key, std::string_view part) { key += fmt::format("{}:{}\n", part.size(), part); }

}  // namespace trireme::base
