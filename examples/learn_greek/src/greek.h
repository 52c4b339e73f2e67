// Greek in UTF-8, as far as comparing words needs it.
#pragma once

#include <string>
#include <string_view>

namespace learn_greek {

// Invalid bytes become U+FFFD, one each.
std::u32string decode_utf8(std::string_view text);
// Lower case, without accents and diaereses, final sigma as sigma; other letters: ASCII lower case.
std::u32string fold(std::string_view text);

}  // namespace learn_greek
