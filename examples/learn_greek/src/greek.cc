#include "greek.h"

#include <cstddef>

namespace learn_greek {
namespace {

// Bytes in the sequence that starts with this one; 0 if none does.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

char32_t fold(char32_t letter) {
  constexpr std::u32string_view accented = U"άέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫς";
  constexpr std::u32string_view plain = U"αεηιουωιυιυαεηιουωιυσ";
  static_assert(accented.size() == plain.size());
  if (const auto at = accented.find(letter); at != accented.npos) return plain[at];
  if ((letter >= U'Α' && letter <= U'Ω') || (letter >= U'A' && letter <= U'Z')) return letter + 32;
  return letter;
}

}  // namespace

std::u32string decode_utf8(std::string_view text) {
  std::u32string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = length_of(first);
    bool valid = length > 0 && at + length <= text.size();
    char32_t letter = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; valid && i < length; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      valid = (next & 0xc0U) == 0x80U;
      letter = letter << 6U | (next & 0x3fU);
    }
    result.push_back(valid ? letter : U'\ufffd');
    at += valid ? length : 1;
  }
  return result;
}

std::u32string fold(std::string_view text) {
  std::u32string result = decode_utf8(text);
  for (char32_t& letter : result) letter = fold(letter);
  return result;
}

}  // namespace learn_greek
