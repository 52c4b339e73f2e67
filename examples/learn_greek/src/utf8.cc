#include "utf8.h"

#include <cstddef>
#include <optional>

namespace learn_greek {
namespace {

// Bytes in the sequence that starts with this one; 0 if none does. Overlong forms are seen later.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc0 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

bool is_shortest_form(char32_t letter, std::size_t length) {
  constexpr char32_t k_least[] = {0, 0, 0x80, 0x800, 0x10000};
  return letter >= k_least[length];
}

bool is_scalar(char32_t letter) { return letter <= 0x10ffff && (letter < 0xd800 || letter > 0xdfff); }

// Takes a letter off the front of the text; takes one byte, and returns nothing, if there is none.
std::optional<char32_t> take_letter(std::string_view& text) {
  const std::string_view all = text;
  const auto first = static_cast<unsigned char>(all[0]);
  const std::size_t length = length_of(first);
  text.remove_prefix(1);
  if (length == 0 || length > all.size()) return std::nullopt;
  char32_t letter = length == 1 ? first : first & (0x7fU >> length);
  for (const char c : all.substr(1, length - 1)) {
    const auto next = static_cast<unsigned char>(c);
    if ((next & 0xc0U) != 0x80U) return std::nullopt;
    letter = letter << 6U | (next & 0x3fU);
  }
  if (!is_shortest_form(letter, length) || !is_scalar(letter)) return std::nullopt;
  text.remove_prefix(length - 1);
  return letter;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!take_letter(text)) return false;
  }
  return true;
}

std::u32string decode_utf8(std::string_view text) {
  std::u32string result;
  while (!text.empty()) result += take_letter(text).value_or(U'\ufffd');
  return result;
}

std::string encode_utf8(std::u32string_view letters) {
  std::string result;
  const auto following = [&](char32_t bits) { result += static_cast<char>(0x80U | (bits & 0x3fU)); };
  for (const char32_t letter : letters) {
    if (letter < 0x80) {
      result += static_cast<char>(letter);
      continue;
    }
    if (letter < 0x800) {
      result += static_cast<char>(0xc0U | letter >> 6U);
    } else {
      if (letter < 0x10000) {
        result += static_cast<char>(0xe0U | letter >> 12U);
      } else {
        result += static_cast<char>(0xf0U | letter >> 18U);
        following(letter >> 12U);
      }
      following(letter >> 6U);
    }
    following(letter);
  }
  return result;
}

}  // namespace learn_greek
