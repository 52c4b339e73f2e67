// Greek in UTF-8, as far as comparing words needs it: modern Greek whole, of polytonic Greek the plain letters.
#pragma once

#include <string>
#include <string_view>

#include "utf8.h"

namespace learn_greek {

// One spelling for what looks the same: letters with tonos or dialytika as one code point (some keyboards and every
// macOS file name write the accent as a code point of its own), oxia as tonos, blanks trimmed and squeezed.
[[nodiscard]] std::string normalise(std::string_view text);
// Lower case, accents kept; a sigma that ends a word is ς. Normalised.
[[nodiscard]] std::string lower(std::string_view text);
// Lower case, without accents, breathings and diaereses, final sigma as sigma; other letters: ASCII lower case.
[[nodiscard]] std::u32string fold(std::string_view text);

}  // namespace learn_greek
