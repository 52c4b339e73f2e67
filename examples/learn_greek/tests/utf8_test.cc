#include "utf8.h"

#include <gtest/gtest.h>

#include "named.h"

namespace learn_greek {
namespace {

struct BytesCase : Named {
  std::string bytes;
  std::u32string letters;
};

class ValidUtf8 : public testing::TestWithParam<BytesCase> {};
TEST_P(ValidUtf8, is_decoded) {
  EXPECT_TRUE(is_utf8(GetParam().bytes));
  EXPECT_EQ(decode_utf8(GetParam().bytes), GetParam().letters);
}
TEST_P(ValidUtf8, is_encoded) { EXPECT_EQ(encode_utf8(GetParam().letters), GetParam().bytes); }
INSTANTIATE_TEST_SUITE_P(Letters, ValidUtf8,
                         testing::Values(BytesCase{{"nothing"}, "", U""}, BytesCase{{"nul"}, std::string(1, '\0'), {0}},
                                         BytesCase{{"greek"}, "\xce\xb1\xcf\x89", U"αω"},
                                         BytesCase{{"least_of_two_bytes"}, "\xc2\x80", {0x80}},
                                         BytesCase{{"least_of_three_bytes"}, "\xe0\xa0\x80", {0x800}},
                                         BytesCase{{"least_of_four_bytes"}, "\xf0\x90\x80\x80", {0x10000}},
                                         BytesCase{{"before_the_surrogates"}, "\xed\x9f\xbf", {0xd7ff}},
                                         BytesCase{{"replacement_itself"}, "\xef\xbf\xbd", {0xfffd}},
                                         BytesCase{{"last"}, "\xf4\x8f\xbf\xbf", {0x10ffff}}),
                         k_by_name);

class InvalidUtf8 : public testing::TestWithParam<BytesCase> {};
TEST_P(InvalidUtf8, is_replaced) {
  EXPECT_FALSE(is_utf8(GetParam().bytes));
  EXPECT_EQ(decode_utf8(GetParam().bytes), GetParam().letters);
}
INSTANTIATE_TEST_SUITE_P(Letters, InvalidUtf8,
                         testing::Values(BytesCase{{"no_such_byte"}, "\xff", U"\ufffd"},
                                         BytesCase{{"stray"}, "\x80\x80", U"\ufffd\ufffd"},
                                         BytesCase{{"cut_off"}, "a\xce", U"a\ufffd"},
                                         BytesCase{{"cut_off_by_another"}, "\xce(", U"\ufffd("},
                                         BytesCase{{"overlong_slash"}, "\xc0\xaf", U"\ufffd\ufffd"},
                                         BytesCase{{"overlong_of_three"}, "\xe0\x9f\xbf", U"\ufffd\ufffd\ufffd"},
                                         BytesCase{{"overlong_of_four"}, "\xf0\x8f\xbf\xbf", U"\ufffd\ufffd\ufffd\ufffd"},
                                         BytesCase{{"surrogate"}, "\xed\xa0\x80", U"\ufffd\ufffd\ufffd"},
                                         BytesCase{{"last_surrogate"}, "\xed\xbf\xbf", U"\ufffd\ufffd\ufffd"},
                                         BytesCase{{"beyond_the_last"}, "\xf4\x90\x80\x80", U"\ufffd\ufffd\ufffd\ufffd"},
                                         BytesCase{{"goes_on_after"}, "\xe1\x80κ", U"\ufffd\ufffdκ"}),
                         k_by_name);

TEST(Utf8LongTerm, every_letter_survives) {
  int letters = 0;
  for (char32_t letter = 0; letter <= 0x10ffff; ++letter) {
    if (letter == 0xd800) letter = 0xe000;
    const std::u32string one(1, letter);
    ASSERT_EQ(decode_utf8(encode_utf8(one)), one) << std::hex << static_cast<unsigned>(letter);
    ++letters;
  }
  RecordProperty("letters", letters);
  EXPECT_EQ(letters, 0x110000 - 0x800);
}

}  // namespace
}  // namespace learn_greek
