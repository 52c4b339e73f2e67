#include "answer.h"

#include <gtest/gtest.h>

#include <locale>
#include <stdexcept>

#include "greek.h"

namespace learn_greek {
namespace {

struct FoldCase {
  const char* text;
  const char32_t* folded;
};
class Fold : public testing::TestWithParam<FoldCase> {};
TEST_P(Fold, removes_case_and_accents) { EXPECT_TRUE(fold(GetParam().text) == GetParam().folded); }
INSTANTIATE_TEST_SUITE_P(Greek, Fold,
                         testing::Values(FoldCase{"άέήίόύώ", U"αεηιουω"}, FoldCase{"ΆΈΉΊΌΎΏ", U"αεηιουω"},
                                         FoldCase{"ϊϋΐΰ", U"ιυιυ"}, FoldCase{"ΛΟΓΟΣ", U"λογοσ"},
                                         FoldCase{"λόγος", U"λογοσ"}, FoldCase{"Abc", U"abc"}, FoldCase{"", U""},
                                         FoldCase{"é", U"é"}));

struct BytesCase {
  const char* bytes;
  std::size_t letters;
};
class Utf8 : public testing::TestWithParam<BytesCase> {};
TEST_P(Utf8, letters_are_counted) { EXPECT_EQ(decode_utf8(GetParam().bytes).size(), GetParam().letters); }
INSTANTIATE_TEST_SUITE_P(Greek, Utf8,
                         testing::Values(BytesCase{"abc", 3}, BytesCase{"αβγ", 3}, BytesCase{"€", 1},
                                         BytesCase{"𝛼", 1}, BytesCase{"\xff", 1}, BytesCase{"\xce", 1},
                                         BytesCase{"\xce(", 2}, BytesCase{"\x80\x80", 2}));

struct DistanceCase {
  const char32_t* left;
  const char32_t* right;
  std::size_t distance;
};
class Distance : public testing::TestWithParam<DistanceCase> {};
TEST_P(Distance, is_levenshteins) { EXPECT_EQ(edit_distance(GetParam().left, GetParam().right), GetParam().distance); }
TEST_P(Distance, is_symmetric) { EXPECT_EQ(edit_distance(GetParam().right, GetParam().left), GetParam().distance); }
INSTANTIATE_TEST_SUITE_P(Words, Distance,
                         testing::Values(DistanceCase{U"", U"", 0}, DistanceCase{U"", U"αβ", 2},
                                         DistanceCase{U"λογος", U"λογος", 0}, DistanceCase{U"λογος", U"λαγος", 1},
                                         DistanceCase{U"kitten", U"sitting", 3}, DistanceCase{U"αβ", U"βα", 2}));

struct AnswerCase {
  const char* expected;
  const char* typed;
  Verdict verdict;
};
class CheckAnswer : public testing::TestWithParam<AnswerCase> {};
TEST_P(CheckAnswer, gives_the_verdict) {
  EXPECT_EQ(check_answer(GetParam().expected, GetParam().typed), GetParam().verdict);
}
INSTANTIATE_TEST_SUITE_P(
    Words, CheckAnswer,
    testing::Values(AnswerCase{"λόγος", "λόγος", Verdict::exact}, AnswerCase{"λόγος", "λογος", Verdict::accents_differ},
                    AnswerCase{"λόγος", "ΛΟΓΟΣ", Verdict::accents_differ}, AnswerCase{"λόγος", "λάγος", Verdict::almost},
                    AnswerCase{"λόγος", "λόγο", Verdict::almost}, AnswerCase{"λόγος", "άλογο", Verdict::wrong},
                    AnswerCase{"καί", "κάν", Verdict::wrong}, AnswerCase{"καί", "", Verdict::wrong},
                    AnswerCase{"θάλασσα", "θαλασα", Verdict::almost}, AnswerCase{"λόγος", "\xff\xff", Verdict::wrong}));

TEST(Quality, an_exact_answer_is_perfect) { EXPECT_EQ(quality_of(Verdict::exact), 5); }
TEST(Quality, missing_accents_cost_a_point) { EXPECT_EQ(quality_of(Verdict::accents_differ), 4); }
TEST(Quality, almost_still_counts_as_known) { EXPECT_EQ(quality_of(Verdict::almost), 3); }
TEST(Quality, wrong_is_forgotten) { EXPECT_LT(quality_of(Verdict::wrong), 3); }

TEST(Locale, fold_agrees_with_the_greek_locale) {
  try {
    const std::locale greek("el_GR.UTF-8");
    const auto& letters = std::use_facet<std::ctype<wchar_t>>(greek);
    EXPECT_EQ(static_cast<char32_t>(letters.tolower(L'Ω')), fold("Ω")[0]);
  } catch (const std::runtime_error&) {
    GTEST_SKIP() << "the locale el_GR.UTF-8 is not installed";
  }
}

// Folding loses the final sigma, and nothing puts it back yet: exporting folded words needs that first.
TEST(FinalSigma, DISABLED_is_restored_at_the_end_of_a_word) { EXPECT_TRUE(fold("λόγος").ends_with(U'ς')); }

}  // namespace
}  // namespace learn_greek
