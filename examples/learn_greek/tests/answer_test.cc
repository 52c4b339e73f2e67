#include "answer.h"

#include <gtest/gtest.h>

#include "named.h"

namespace learn_greek {
namespace {

struct DistanceCase : Named {
  std::u32string left;
  std::u32string right;
  std::size_t distance;
};
class Distance : public testing::TestWithParam<DistanceCase> {};
TEST_P(Distance, is_levenshteins) { EXPECT_EQ(edit_distance(GetParam().left, GetParam().right), GetParam().distance); }
TEST_P(Distance, is_symmetric) { EXPECT_EQ(edit_distance(GetParam().right, GetParam().left), GetParam().distance); }
INSTANTIATE_TEST_SUITE_P(Words, Distance,
                         testing::Values(DistanceCase{{"nothing"}, U"", U"", 0}, DistanceCase{{"from_nothing"}, U"", U"αβ", 2},
                                         DistanceCase{{"same"}, U"λογος", U"λογος", 0},
                                         DistanceCase{{"replaced"}, U"λογος", U"λαγος", 1},
                                         DistanceCase{{"left_out"}, U"λογος", U"λγος", 1},
                                         DistanceCase{{"three_kinds"}, U"kitten", U"sitting", 3},
                                         DistanceCase{{"swapped"}, U"αβ", U"βα", 2}),
                         k_by_name);

// Names are what was done to the word.
struct AnswerCase : Named {
  std::string expected;
  std::string typed;
  Verdict verdict;
};
class CheckGreek : public testing::TestWithParam<AnswerCase> {};
TEST_P(CheckGreek, gives_the_verdict) { EXPECT_EQ(check_greek(GetParam().expected, GetParam().typed), GetParam().verdict); }
INSTANTIATE_TEST_SUITE_P(Words, CheckGreek,
                         testing::Values(AnswerCase{{"same"}, "λόγος", "λόγος", Verdict::exact},
                                         AnswerCase{{"accent_combining"}, "λόγος", "λο\u0301γος", Verdict::exact},
                                         AnswerCase{{"blanks_around"}, "λόγος", " λόγος\n", Verdict::exact},
                                         AnswerCase{{"capitals"}, "λόγος", "ΛΌΓΟΣ", Verdict::exact},
                                         AnswerCase{{"capital_missing"}, "Αθήνα", "αθήνα", Verdict::exact},
                                         AnswerCase{{"sigma_not_final"}, "λόγος", "λόγοσ", Verdict::exact},
                                         AnswerCase{{"accent_missing"}, "λόγος", "λογος", Verdict::accents_differ},
                                         AnswerCase{{"accent_elsewhere"}, "λόγος", "λογός", Verdict::accents_differ},
                                         AnswerCase{{"dialytika_missing"}, "παϊδάκια", "παιδάκια", Verdict::accents_differ},
                                         AnswerCase{{"letter_replaced"}, "λόγος", "λάγος", Verdict::almost},
                                         AnswerCase{{"letter_missing"}, "θάλασσα", "θαλασα", Verdict::almost},
                                         AnswerCase{{"two_letters_of_five"}, "λόγος", "άλογο", Verdict::wrong},
                                         AnswerCase{{"two_letters_of_ten"}, "αυτοκίνητο", "αφτοκήνητο", Verdict::almost},
                                         AnswerCase{{"one_letter_of_four"}, "καλά", "κακά", Verdict::wrong},
                                         AnswerCase{{"nothing"}, "καί", "", Verdict::wrong},
                                         AnswerCase{{"blank"}, "καί", " ", Verdict::wrong},
                                         AnswerCase{{"nothing_expected"}, "", "", Verdict::wrong},
                                         AnswerCase{{"only_an_accent"}, "ή", "\u0301", Verdict::wrong},
                                         AnswerCase{{"not_utf8"}, "αυτοκίνητο", "αυτοκίνητο\xff", Verdict::wrong}),
                         k_by_name);
INSTANTIATE_TEST_SUITE_P(Articles, CheckGreek,
                         testing::Values(AnswerCase{{"same"}, "ο λόγος", "Ο  λόγος", Verdict::exact},
                                         AnswerCase{{"not_asked_for"}, "λόγος", "ο λόγος", Verdict::exact},
                                         AnswerCase{{"missing"}, "η θάλασσα", "θάλασσα", Verdict::article_differs},
                                         AnswerCase{{"wrong_gender"}, "η οδός", "ο οδός", Verdict::article_differs},
                                         AnswerCase{{"with_breathing"}, "ὁ λόγος", "ο λόγος", Verdict::exact},
                                         AnswerCase{{"right_with_typo"}, "η θάλασσα", "η θάλασα", Verdict::almost},
                                         AnswerCase{{"wrong_with_typo"}, "η θάλασσα", "ο θάλασα", Verdict::wrong},
                                         AnswerCase{
                                             {"right_accent_missing"}, "η θάλασσα", "η θαλασσα", Verdict::accents_differ},
                                         AnswerCase{{"is_the_word"}, "το", "το", Verdict::exact},
                                         AnswerCase{{"alone"}, "το φως", "το", Verdict::wrong},
                                         AnswerCase{{"does_not_lengthen_the_word"}, "το φως", "το φας", Verdict::wrong}),
                         k_by_name);

class HomographTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(deck_.add({"νόμος", "law", {}}));
    ASSERT_TRUE(deck_.add({"νομός", "prefecture", {}}));
    ASSERT_TRUE(deck_.add({"μέρος", "part", {}}));
    ASSERT_TRUE(deck_.add({"γέρος", "old man", {}}));
  }
  Verdict check(const char* expected, const char* typed) const { return check_greek(deck_, *deck_.find(expected), typed); }
  Deck deck_{"twins"};
};
TEST_F(HomographTest, the_word_itself_is_exact) { EXPECT_EQ(check("νόμος", "νόμος"), Verdict::exact); }
TEST_F(HomographTest, the_accent_of_another_card_is_wrong) { EXPECT_EQ(check("νόμος", "νομός"), Verdict::wrong); }
TEST_F(HomographTest, no_accent_is_neither) { EXPECT_EQ(check("νόμος", "νομος"), Verdict::accents_differ); }
TEST_F(HomographTest, a_letter_off_is_wrong_if_it_is_another_card) { EXPECT_EQ(check("μέρος", "γέρος"), Verdict::wrong); }
TEST_F(HomographTest, a_letter_off_is_almost_otherwise) { EXPECT_EQ(check("μέρος", "βέρος"), Verdict::almost); }

class CheckMeaning : public testing::TestWithParam<AnswerCase> {};
TEST_P(CheckMeaning, gives_the_verdict) { EXPECT_EQ(check_meaning(GetParam().expected, GetParam().typed), GetParam().verdict); }
INSTANTIATE_TEST_SUITE_P(Words, CheckMeaning,
                         testing::Values(AnswerCase{{"same"}, "sea", "sea", Verdict::exact},
                                         AnswerCase{{"capital"}, "sea", "Sea", Verdict::exact},
                                         AnswerCase{{"article_added"}, "sea", "the sea", Verdict::exact},
                                         AnswerCase{{"article_missing"}, "an apple", "apple", Verdict::exact},
                                         AnswerCase{{"verb_form"}, "I write", "to write", Verdict::exact},
                                         AnswerCase{{"second_of_several"}, "word, reason; account", "reason", Verdict::exact},
                                         AnswerCase{{"last_of_several"}, "word, reason; account", "account", Verdict::exact},
                                         AnswerCase{{"all_at_once"}, "word, reason", "word, reason", Verdict::wrong},
                                         AnswerCase{{"note_left_out"}, "sea (poetic, old)", "sea", Verdict::exact},
                                         AnswerCase{{"typo"}, "word, account", "acount", Verdict::almost},
                                         AnswerCase{{"better_of_two"}, "accounts, account", "account", Verdict::exact},
                                         AnswerCase{{"other_word"}, "sea", "tea", Verdict::wrong},
                                         AnswerCase{{"nothing"}, "sea", "", Verdict::wrong},
                                         AnswerCase{{"between_commas"}, "sea,,", "", Verdict::wrong},
                                         AnswerCase{{"not_utf8"}, "prefecture", "prefecture\x80", Verdict::wrong}),
                         k_by_name);

TEST(QualityOf, an_exact_answer_is_perfect) { EXPECT_EQ(quality_of(Verdict::exact), 5); }
TEST(QualityOf, missing_accents_cost_a_point) { EXPECT_EQ(quality_of(Verdict::accents_differ), 4); }
TEST(QualityOf, the_wrong_gender_is_just_known) { EXPECT_EQ(quality_of(Verdict::article_differs), 3); }
TEST(QualityOf, almost_still_counts_as_known) { EXPECT_EQ(quality_of(Verdict::almost), 3); }
TEST(QualityOf, wrong_is_forgotten) { EXPECT_EQ(quality_of(Verdict::wrong), 1); }

// Who has no Greek keyboard types Latin letters. Not written yet: several spellings are in use (h or i for η).
TEST(Greeklish, DISABLED_is_understood) { EXPECT_NE(check_greek("λόγος", "logos"), Verdict::wrong); }

}  // namespace
}  // namespace learn_greek
