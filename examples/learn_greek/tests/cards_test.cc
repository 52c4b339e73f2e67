#include "card.h"

#include <gtest/gtest.h>

#include <deque>
#include <list>
#include <stdexcept>

#include "text_format.h"

namespace learn_greek {
namespace {

class DeckTest : public testing::Test {
 protected:
  void SetUp() override {
    deck_.add({"λόγος", "word", {"noun", "john"}});
    deck_.add({"θάλασσα", "sea", {"noun"}});
    deck_.add({"γράφω", "I write", {"verb"}});
  }
  Deck deck_{"first"};
};

TEST_F(DeckTest, keeps_the_order_of_adding) { EXPECT_EQ(deck_.cards().back().greek, "γράφω"); }
TEST_F(DeckTest, finds_by_greek) { EXPECT_EQ(deck_.find("θάλασσα")->meaning, "sea"); }
TEST_F(DeckTest, finds_nothing_for_an_unknown_word) { EXPECT_EQ(deck_.find("πόλις"), nullptr); }
TEST_F(DeckTest, refuses_a_word_twice) {
  EXPECT_FALSE(deck_.add({"λόγος", "reason", {}}));
  EXPECT_EQ(deck_.find("λόγος")->meaning, "word");
}
TEST_F(DeckTest, refuses_an_empty_greek_side) { EXPECT_FALSE(deck_.add({"", "word", {}})); }
TEST_F(DeckTest, refuses_an_empty_meaning) { EXPECT_FALSE(deck_.add({"νέος", "", {}})); }
TEST_F(DeckTest, removes) {
  EXPECT_TRUE(deck_.remove("λόγος"));
  EXPECT_EQ(deck_.cards().size(), 2U);
}
TEST_F(DeckTest, removes_only_what_is_there) { EXPECT_FALSE(deck_.remove("πόλις")); }
TEST_F(DeckTest, can_add_again_after_removing) {
  deck_.remove("λόγος");
  EXPECT_TRUE(deck_.add({"λόγος", "reason", {}}));
}
TEST_F(DeckTest, selects_by_tag) { EXPECT_EQ(deck_.tagged("noun").size(), 2U); }
TEST_F(DeckTest, selects_by_a_second_tag) { EXPECT_EQ(deck_.tagged("john").front().greek, "λόγος"); }
TEST_F(DeckTest, a_tag_matches_as_a_whole) { EXPECT_TRUE(deck_.tagged("nou").empty()); }
TEST_F(DeckTest, merge_counts_new_cards_only) {
  Deck other("second");
  other.add({"λόγος", "reason", {}});
  other.add({"πόλις", "city", {}});
  EXPECT_EQ(deck_.merge(other), 1U);
  EXPECT_EQ(deck_.find("λόγος")->meaning, "word");
}
TEST_F(DeckTest, merge_with_itself_changes_nothing) {
  EXPECT_EQ(deck_.merge(deck_), 0U);
  EXPECT_EQ(deck_.cards().size(), 3U);
}
TEST_F(DeckTest, exports_a_line_a_card) {
  EXPECT_EQ(export_deck(deck_), "λόγος,word,noun john\nθάλασσα,sea,noun\nγράφω,I write,verb\n");
}
TEST_F(DeckTest, comes_back_from_text) { EXPECT_EQ(import_deck("again", export_deck(deck_)).cards(), deck_.cards()); }

// Meanings that need care in the text format.
class MeaningSurvives : public testing::TestWithParam<const char*> {};
TEST_P(MeaningSurvives, export_and_import) {
  Deck deck("one");
  ASSERT_TRUE(deck.add({"καί", GetParam(), {}}));
  EXPECT_EQ(import_deck("again", export_deck(deck)).cards(), deck.cards());
}
INSTANTIATE_TEST_SUITE_P(TextFormat, MeaningSurvives,
                         testing::Values("and", "and, also", "\"and\"", "and\nalso", "\"", ",", "\n", "a \"b\", c", " and ",
                                         "and\\also"));

class BadText : public testing::TestWithParam<const char*> {};
TEST_P(BadText, is_refused_with_its_line) {
  const std::string text = std::string("καί,and\n") + GetParam();
  try {
    import_deck("bad", text);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("line 2: ")) << error.what();
  }
}
INSTANTIATE_TEST_SUITE_P(TextFormat, BadText,
                         testing::Values("λόγος", "λόγος,", ",word", "καί,also", "a,b,c,d", "\"λόγος,word", "λόγος,\"word"));

TEST(TextFormat, empty_text_is_an_empty_deck) { EXPECT_TRUE(import_deck("none", "").cards().empty()); }
TEST(TextFormat, blank_lines_are_ignored) { EXPECT_EQ(import_deck("two", "\na,b\n\nc,d\n\n").cards().size(), 2U); }
TEST(TextFormat, the_last_newline_may_be_missing) { EXPECT_EQ(import_deck("one", "a,b").cards().size(), 1U); }
TEST(TextFormat, tags_are_split_at_blanks) {
  EXPECT_EQ(import_deck("one", "a,b, x  y ").cards()[0].tags, (std::vector<std::string>{"x", "y"}));
}

// Cards are values: they can be kept in any container.
template <typename Container>
class CardContainer : public testing::Test {};
using Containers = testing::Types<std::vector<Card>, std::deque<Card>, std::list<Card>>;
TYPED_TEST_SUITE(CardContainer, Containers);
TYPED_TEST(CardContainer, copies_are_equal_and_independent) {
  TypeParam cards{{"a", "b", {"c"}}};
  TypeParam copy = cards;
  EXPECT_EQ(copy, cards);
  copy.front().tags.clear();
  EXPECT_NE(copy, cards);
}

}  // namespace
}  // namespace learn_greek
