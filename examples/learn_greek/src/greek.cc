#include "greek.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace learn_greek {
namespace {

constexpr char32_t k_tonos = 0x301;
constexpr char32_t k_dialytika = 0x308;
constexpr char32_t k_dialytika_tonos = 0x344;

struct Composition {
  std::u32string_view plain;
  std::u32string_view accented;
};
constexpr Composition k_with_tonos{U"αεηιουωϊϋΑΕΗΙΟΥΩ", U"άέήίόύώΐΰΆΈΉΊΌΎΏ"};
constexpr Composition k_with_dialytika{U"ιυΙΥ", U"ϊϋΪΫ"};
static_assert(k_with_tonos.plain.size() == k_with_tonos.accented.size());
static_assert(k_with_dialytika.plain.size() == k_with_dialytika.accented.size());

char32_t mapped(char32_t letter, std::u32string_view from, std::u32string_view to) {
  const auto at = from.find(letter);
  return at == from.npos ? letter : to[at];
}

bool is_polytonic(char32_t letter) { return letter >= 0x1f00 && letter <= 0x1fff; }
bool is_greek(char32_t letter) { return (letter >= 0x386 && letter <= 0x3ff) || is_polytonic(letter); }
bool is_letter(char32_t letter) {
  return is_greek(letter) || (letter >= U'a' && letter <= U'z') || (letter >= U'A' && letter <= U'Z');
}
bool is_mark(char32_t letter) { return letter >= 0x300 && letter <= 0x36f; }
bool is_blank(char32_t letter) {
  return letter == U' ' || (letter >= U'\t' && letter <= U'\r') || letter == 0xa0 || letter == 0x3000 ||
         (letter >= 0x2000 && letter <= 0x200a) || letter == 0x202f;
}

// Unicode has the accented vowels twice, and two punctuation marks of Greek are another's twin.
char32_t without_twin(char32_t letter) {
  constexpr std::u32string_view k_twins =
      U"\u1f71\u1f73\u1f75\u1f77\u1f79\u1f7b\u1f7d\u1fbb\u1fc9\u1fcb\u1fdb\u1ff9"
      U"\u1feb\u1ffb\u1fd3\u1fe3\u0387\u037e";
  constexpr std::u32string_view k_ours = U"άέήίόύώΆΈΉΊΌΎΏΐΰ·;";
  static_assert(k_twins.size() == k_ours.size());
  return mapped(letter, k_twins, k_ours);
}

// Puts the mark on the last letter; false if there is no such letter.
bool compose(std::u32string& text, char32_t mark) {
  if (text.empty() || (mark != k_tonos && mark != k_dialytika)) return false;
  const Composition& table = mark == k_tonos ? k_with_tonos : k_with_dialytika;
  const char32_t accented = mapped(text.back(), table.plain, table.accented);
  return accented != std::exchange(text.back(), accented);
}

void append(std::u32string& text, char32_t letter) {
  if (letter == k_dialytika_tonos) {
    append(text, k_dialytika);
    append(text, k_tonos);
  } else if (is_blank(letter)) {
    if (!text.empty() && text.back() != U' ') text += U' ';
  } else if (!compose(text, letter)) {
    text += without_twin(letter);
  }
}

std::u32string normalised(std::string_view text) {
  std::u32string result;
  for (const char32_t letter : decode_utf8(text)) append(result, letter);
  if (result.ends_with(U' ')) result.pop_back();
  return result;
}

char32_t lower(char32_t letter) {
  if ((letter >= U'Α' && letter <= U'Ϋ' && letter != 0x3a2) || (letter >= U'A' && letter <= U'Z')) return letter + 32;
  return mapped(letter, U"ΆΈΉΊΌΎΏ", U"άέήίόύώ");
}

// The letter below the signs, by the layout of the block "Greek Extended".
char32_t polytonic_base(char32_t letter) {
  const char32_t column = letter & 0xfU;
  if (letter < 0x1f70) return U"αεηιουω"[(letter - 0x1f00) >> 4U];
  if (letter < 0x1f7e) return U"αεηιουω"[column >> 1U];
  if (letter >= 0x1f80 && letter < 0x1fb0) return U"αηω"[(letter - 0x1f80) >> 4U];
  if (letter < 0x1fb0 || column >= 0xd || letter == 0x1fc0 || letter == 0x1fc1) return letter;  // signs on their own
  if (letter == 0x1fc8 || letter == 0x1fc9) return U'ε';
  if (letter == 0x1fe4 || letter == 0x1fe5 || letter == 0x1fec) return U'ρ';
  if (letter == 0x1ff8 || letter == 0x1ff9) return U'ο';
  return U"αηιυω"[(letter - 0x1fb0) >> 4U];
}

char32_t fold(char32_t letter) {
  if (is_polytonic(letter)) return polytonic_base(letter);
  return mapped(lower(letter), U"άέήίόύώϊϋΐΰς", U"αεηιουωιυιυσ");
}

bool ends_word(std::u32string_view text, std::size_t at) {
  const auto after = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), is_mark);
  return at > 0 && (is_letter(text[at - 1]) || is_mark(text[at - 1])) && (after == text.end() || !is_letter(*after));
}

}  // namespace

std::string normalise(std::string_view text) { return encode_utf8(normalised(text)); }

std::string lower(std::string_view text) {
  std::u32string result = normalised(text);
  for (char32_t& letter : result) letter = lower(letter);
  for (std::size_t at = 0; at < result.size(); ++at) {
    if (result[at] == U'σ' || result[at] == U'ς') result[at] = ends_word(result, at) ? U'ς' : U'σ';
  }
  return encode_utf8(result);
}

std::u32string fold(std::string_view text) {
  std::u32string result;
  for (const char32_t letter : normalised(text)) {
    // An accent on a letter of another script makes another letter there.
    const bool is_accent = is_mark(letter) && !result.empty() && is_greek(result.back());
    if (!is_accent) result += fold(letter);
  }
  return result;
}

}  // namespace learn_greek
