#include "card.h"

#include <gtest/gtest.h>

#include <deque>
#include <list>
#include <map>

namespace learn_greek {
namespace {

using Strings = std::vector<std::string>;

Strings greek_of(const std::vector<Card>& cards) {
  Strings result;
  for (const Card& card : cards) result.push_back(card.greek);
  return result;
}

class DeckTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(deck_.add({"λόγος", "word", {"noun", "john"}}));
    ASSERT_TRUE(deck_.add({"θάλασσα", "sea", {"noun"}}));
    ASSERT_TRUE(deck_.add({"γράφω", "I write", {"verb"}}));
  }
  Deck deck_{"first"};
};

TEST_F(DeckTest, keeps_the_order_of_adding) { EXPECT_EQ(greek_of(deck_.cards()), (Strings{"λόγος", "θάλασσα", "γράφω"})); }
TEST_F(DeckTest, finds_by_greek) {
  const Card* found = deck_.find("θάλασσα");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->meaning, "sea");
}
TEST_F(DeckTest, finds_nothing_for_an_unknown_word) { EXPECT_EQ(deck_.find("πόλις"), nullptr); }
TEST_F(DeckTest, finds_however_the_accent_is_encoded) { EXPECT_NE(deck_.find("λο\u0301γος"), nullptr); }
TEST_F(DeckTest, an_accent_makes_another_word) { EXPECT_EQ(deck_.find("λογός"), nullptr); }
TEST_F(DeckTest, refuses_a_word_twice) {
  EXPECT_FALSE(deck_.add({"λόγος", "reason", {}}));
  EXPECT_EQ(deck_.find("λόγος")->meaning, "word");
}
TEST_F(DeckTest, refuses_a_word_twice_in_another_encoding) { EXPECT_FALSE(deck_.add({" λο\u0301γος", "reason", {}})); }
TEST_F(DeckTest, refuses_an_empty_greek_side) { EXPECT_FALSE(deck_.add({"", "word", {}})); }
TEST_F(DeckTest, refuses_a_blank_greek_side) { EXPECT_FALSE(deck_.add({" \t", "word", {}})); }
TEST_F(DeckTest, refuses_a_blank_meaning) { EXPECT_FALSE(deck_.add({"νέος", " ", {}})); }
TEST_F(DeckTest, refuses_what_is_not_utf8) {
  EXPECT_FALSE(deck_.add({"\xce", "half a letter", {}}));
  EXPECT_FALSE(deck_.add({"νέος", "\xff", {}}));
  EXPECT_EQ(deck_.cards().size(), 3U);
}
TEST_F(DeckTest, removes) {
  EXPECT_TRUE(deck_.remove("λόγος"));
  EXPECT_EQ(greek_of(deck_.cards()), (Strings{"θάλασσα", "γράφω"}));
}
TEST_F(DeckTest, removes_only_what_is_there) {
  EXPECT_FALSE(deck_.remove("πόλις"));
  EXPECT_EQ(deck_.cards().size(), 3U);
}
TEST_F(DeckTest, can_add_again_after_removing) {
  deck_.remove("λόγος");
  EXPECT_TRUE(deck_.add({"λόγος", "reason", {}}));
}

class TagTest : public DeckTest {};
TEST_F(TagTest, select_cards) { EXPECT_EQ(greek_of(deck_.tagged("noun")), (Strings{"λόγος", "θάλασσα"})); }
TEST_F(TagTest, a_second_one_counts_too) { EXPECT_EQ(greek_of(deck_.tagged("john")), (Strings{"λόγος"})); }
TEST_F(TagTest, match_as_a_whole) { EXPECT_TRUE(deck_.tagged("nou").empty()); }
TEST_F(TagTest, are_counted) {
  EXPECT_EQ(deck_.tag_counts(), (std::map<std::string, std::size_t>{{"john", 1}, {"noun", 2}, {"verb", 1}}));
}
TEST_F(TagTest, given_twice_are_kept_once) {
  ASSERT_TRUE(deck_.add({"πόλις", "city", {"noun", "new", "noun"}}));
  EXPECT_EQ(deck_.find("πόλις")->tags, (Strings{"noun", "new"}));
}
TEST_F(TagTest, with_a_blank_are_refused) { EXPECT_FALSE(deck_.add({"πόλις", "city", {"part of speech"}})); }
TEST_F(TagTest, without_a_letter_are_refused) { EXPECT_FALSE(deck_.add({"πόλις", "city", {""}})); }
TEST_F(TagTest, can_be_added) {
  EXPECT_TRUE(deck_.add_tag("γράφω", "new"));
  EXPECT_EQ(deck_.find("γράφω")->tags, (Strings{"verb", "new"}));
}
TEST_F(TagTest, are_not_added_twice) {
  EXPECT_FALSE(deck_.add_tag("γράφω", "verb"));
  EXPECT_EQ(deck_.find("γράφω")->tags, (Strings{"verb"}));
}
TEST_F(TagTest, must_be_one_word_to_be_added) { EXPECT_FALSE(deck_.add_tag("γράφω", "very new")); }
TEST_F(TagTest, are_not_added_to_unknown_words) { EXPECT_FALSE(deck_.add_tag("πόλις", "noun")); }
TEST_F(TagTest, can_be_removed) {
  EXPECT_TRUE(deck_.remove_tag("λόγος", "noun"));
  EXPECT_EQ(deck_.find("λόγος")->tags, (Strings{"john"}));
  EXPECT_FALSE(deck_.remove_tag("λόγος", "noun"));
}

class SearchTest : public DeckTest {};
TEST_F(SearchTest, ignores_accents) { EXPECT_EQ(greek_of(deck_.search("λογο")), (Strings{"λόγος"})); }
TEST_F(SearchTest, ignores_case) { EXPECT_EQ(greek_of(deck_.search("ΘΆΛ")), (Strings{"θάλασσα"})); }
TEST_F(SearchTest, takes_a_final_sigma_for_a_sigma) { EXPECT_EQ(greek_of(deck_.search("ας")), (Strings{"θάλασσα"})); }
TEST_F(SearchTest, looks_at_meanings) { EXPECT_EQ(greek_of(deck_.search("Wr")), (Strings{"γράφω"})); }
TEST_F(SearchTest, finds_several_in_order) { EXPECT_EQ(greek_of(deck_.search("λ")), (Strings{"λόγος", "θάλασσα"})); }
TEST_F(SearchTest, finds_nothing) { EXPECT_TRUE(deck_.search("ξ").empty()); }
TEST_F(SearchTest, for_a_blank_finds_all) { EXPECT_EQ(deck_.search(" ").size(), 3U); }

class MergeTest : public DeckTest {
 protected:
  Deck other_{"second"};
};
TEST_F(MergeTest, adds_what_is_new) {
  ASSERT_TRUE(other_.add({"πόλις", "city", {"noun"}}));
  EXPECT_EQ(deck_.merge(other_), (Merged{.added = 1}));
  EXPECT_EQ(deck_.cards().back(), (Card{"πόλις", "city", {"noun"}}));
}
TEST_F(MergeTest, keeps_our_meaning_and_tells) {
  ASSERT_TRUE(other_.add({"λόγος", "reason", {"philosophy"}}));
  EXPECT_EQ(deck_.merge(other_), (Merged{.conflicts = {"λόγος"}}));
  EXPECT_EQ(*deck_.find("λόγος"), (Card{"λόγος", "word", {"noun", "john"}}));
}
TEST_F(MergeTest, unites_tags) {
  ASSERT_TRUE(other_.add({"θάλασσα", "sea", {"noun", "nature"}}));
  EXPECT_EQ(deck_.merge(other_), (Merged{.tagged = 1}));
  EXPECT_EQ(deck_.find("θάλασσα")->tags, (Strings{"noun", "nature"}));
}
TEST_F(MergeTest, a_second_time_changes_nothing) {
  ASSERT_TRUE(other_.add({"θάλασσα", "sea", {"nature"}}));
  ASSERT_TRUE(other_.add({"πόλις", "city", {}}));
  deck_.merge(other_);
  EXPECT_EQ(deck_.merge(other_), Merged{});
}
TEST_F(MergeTest, with_itself_changes_nothing) {
  const std::vector<Card> before = deck_.cards();
  EXPECT_EQ(deck_.merge(deck_), Merged{});
  EXPECT_EQ(deck_.cards(), before);
}
TEST_F(MergeTest, leaves_the_other_deck_alone) {
  ASSERT_TRUE(other_.add({"πόλις", "city", {}}));
  deck_.merge(other_);
  EXPECT_EQ(greek_of(other_.cards()), (Strings{"πόλις"}));
}

// A deck takes cards from any range a caller has, and gives them back unchanged.
template <typename Container>
class CardSource : public testing::Test {};
using Containers = testing::Types<std::vector<Card>, std::deque<Card>, std::list<Card>>;
TYPED_TEST_SUITE(CardSource, Containers);
TYPED_TEST(CardSource, fills_a_deck_in_its_order) {
  const TypeParam source{{"β", "beta", {}}, {"α", "alpha", {"first"}}, {"γ", "gamma", {}}};
  Deck deck("letters");
  for (const Card& card : source) ASSERT_TRUE(deck.add(card));
  EXPECT_EQ(TypeParam(deck.cards().begin(), deck.cards().end()), source);
}

}  // namespace
}  // namespace learn_greek
