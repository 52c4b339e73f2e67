#include "greek.h"

#include <gtest/gtest.h>

#include <locale>
#include <stdexcept>

#include "named.h"

namespace learn_greek {
namespace {

struct TextCase : Named {
  std::string text;
  std::string expected;
};

class Fold : public testing::TestWithParam<TextCase> {};
TEST_P(Fold, removes_case_and_accents) { EXPECT_EQ(encode_utf8(fold(GetParam().text)), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(
    Modern, Fold,
    testing::Values(TextCase{{"tonos"}, "άέήίόύώ", "αεηιουω"}, TextCase{{"capitals_with_tonos"}, "ΆΈΉΊΌΎΏ", "αεηιουω"},
                    TextCase{{"dialytika"}, "ϊϋΐΰΪΫ", "ιυιυιυ"}, TextCase{{"final_sigma"}, "λόγος", "λογοσ"},
                    TextCase{{"capitals"}, "ΨΥΧΩΣΗ", "ψυχωση"}, TextCase{{"latin"}, "Abc XYZ", "abc xyz"},
                    TextCase{{"nothing"}, "", ""}, TextCase{{"combining_tonos"}, "ο\u0301", "ο"},
                    TextCase{{"combining_perispomeni"}, "α\u0342", "α"},
                    TextCase{{"two_combining_marks"}, "ι\u0308\u0301α", "ια"}, TextCase{{"latin_letter_with_accent"}, "é", "é"},
                    TextCase{{"latin_letter_with_combining_accent"}, "e\u0301", "e\u0301"}, TextCase{{"cyrillic"}, "Я", "Я"}),
    k_by_name);
INSTANTIATE_TEST_SUITE_P(Polytonic, Fold,
                         testing::Values(TextCase{{"logos"}, "ἐν ἀρχῇ ἦν ὁ λόγος", "εν αρχη ην ο λογοσ"},
                                         TextCase{{"rho"}, "ῥῤῬ", "ρρρ"}, TextCase{{"iota_below"}, "ᾳῃῳᾼῌῼᾧ", "αηωαηωω"},
                                         TextCase{{"perispomeni"}, "ᾶῆῖῦῶ", "αηιυω"},
                                         TextCase{{"varia"}, "ὰὲὴὶὸὺὼᾺῈῊῚῸῪῺ", "αεηιουωαεηιουω"},
                                         TextCase{{"breathings"}, "ἈἙἨἹὈὙὨ", "αεηιουω"},
                                         TextCase{{"a_sign_on_its_own"}, "᾽", "᾽"}),
                         k_by_name);

class Normalise : public testing::TestWithParam<TextCase> {};
TEST_P(Normalise, gives_one_spelling) { EXPECT_EQ(normalise(GetParam().text), GetParam().expected); }
TEST_P(Normalise, a_second_time_changes_nothing) { EXPECT_EQ(normalise(GetParam().expected), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(
    Greek, Normalise,
    testing::Values(TextCase{{"combining_tonos"}, "λο\u0301γος", "λόγος"}, TextCase{{"capital"}, "Α\u0301", "Ά"},
                    TextCase{{"dialytika"}, "μαι\u0308ου", "μαϊου"},
                    TextCase{{"dialytika_and_tonos"}, "ι\u0308\u0301 υ\u0308\u0301", "ΐ ΰ"},
                    TextCase{{"dialytika_tonos_in_one"}, "ι\u0344", "ΐ"}, TextCase{{"oxia"}, "λ\u1f79γος", "λόγος"},
                    TextCase{{"question_mark"}, "τι\u037e", "τι;"}, TextCase{{"ano_teleia"}, "\u0387", "·"},
                    TextCase{{"mark_on_nothing"}, "\u0301α", "\u0301α"},
                    TextCase{{"mark_on_a_consonant"}, "κ\u0301", "κ\u0301"}, TextCase{{"second_tonos"}, "ό\u0301", "ό\u0301"},
                    TextCase{{"blanks"}, " \tκαι\u00a0 \nσυ ", "και συ"}, TextCase{{"only_blanks"}, " \n", ""},
                    TextCase{{"case_is_kept"}, "Αθήνα", "Αθήνα"}, TextCase{{"not_utf8"}, "\xce", "\ufffd"}),
    k_by_name);

class Lower : public testing::TestWithParam<TextCase> {};
TEST_P(Lower, keeps_accents_and_places_sigma) { EXPECT_EQ(lower(GetParam().text), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(Greek, Lower,
                         testing::Values(TextCase{{"word"}, "ΟΔΥΣΣΕΥΣ", "οδυσσευς"},
                                         TextCase{{"words"}, "Ο ΛΌΓΟΣ ΤΗΣ", "ο λόγος της"},
                                         TextCase{{"before_punctuation"}, "ΦΩΣ.", "φως."}, TextCase{{"alone"}, "Σ", "σ"},
                                         TextCase{{"after_a_mark"}, "ΦΩ\u0342Σ", "φω\u0342ς"},
                                         TextCase{{"wrong_inside"}, "ςοφόσ", "σοφός"}, TextCase{{"dialytika"}, "ΪΫ", "ϊϋ"},
                                         TextCase{{"latin"}, "AZ@[", "az@["}),
                         k_by_name);

TEST(Locale, lower_agrees_with_the_greek_locale) {
  try {
    const std::locale greek("el_GR.UTF-8");
    const auto& letters = std::use_facet<std::ctype<wchar_t>>(greek);
    constexpr std::u32string_view k_capitals = U"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ";
    for (const char32_t letter : k_capitals) {
      const auto ours = decode_utf8(lower(encode_utf8({&letter, 1})));
      EXPECT_EQ(static_cast<char32_t>(letters.tolower(static_cast<wchar_t>(letter))), ours[0]);
    }
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "the locale el_GR.UTF-8 is not installed";
  }
}

}  // namespace
}  // namespace learn_greek
