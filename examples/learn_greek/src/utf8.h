// UTF-8 in and out. What is not UTF-8 (stray and missing bytes, overlong forms, surrogates, beyond U+10FFFF) is seen.
#pragma once

#include <string>
#include <string_view>

namespace learn_greek {

[[nodiscard]] bool is_utf8(std::string_view text);
// Invalid bytes become U+FFFD, one each.
[[nodiscard]] std::u32string decode_utf8(std::string_view text);
// The letters must be Unicode scalar values.
[[nodiscard]] std::string encode_utf8(std::u32string_view letters);

}  // namespace learn_greek
