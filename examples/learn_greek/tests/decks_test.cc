#include "backend/decks.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "database.h"
#include "factory.h"
#include "named.h"

namespace learn_greek {
namespace {

class DecksTest : public DatabaseTest {
 protected:
  Decks decks_{sql()};
  Factory make_{sql()};
  User owner_ = make_.user();
  User reader_ = make_.user();
  StoredDeck deck_ = make_.deck(owner_);

  std::string names_of(const std::vector<StoredDeck>& decks) {
    std::string names;
    for (const StoredDeck& each : decks) names += each.name + " ";
    return names;
  }
};

TEST_F(DecksTest, are_personal_and_empty_at_first) {
  EXPECT_EQ(deck_.visibility, "personal");
  EXPECT_EQ(deck_.cards, 0);
  EXPECT_EQ(deck_.owner, owner_.id);
}
TEST_F(DecksTest, are_found) { EXPECT_EQ(decks_.find(deck_.id)->name, deck_.name); }
TEST_F(DecksTest, that_are_not_there_are_not_found) { EXPECT_FALSE(decks_.find(deck_.id + 1)); }
TEST_F(DecksTest, know_how_many_cards_they_have) {
  make_.cards(deck_, 3);
  EXPECT_EQ(decks_.find(deck_.id)->cards, 3);
}
TEST_F(DecksTest, of_one_owner_have_different_names) {
  EXPECT_FALSE(decks_.add(owner_.id, deck_.name));
  EXPECT_EQ(count("decks"), 1);
}
TEST_F(DecksTest, of_two_owners_may_have_the_same_name) { EXPECT_TRUE(decks_.add(reader_.id, deck_.name)); }
TEST_F(DecksTest, need_a_name) { EXPECT_THROW(decks_.add(owner_.id, ""), SqlError); }
TEST_F(DecksTest, need_an_owner) { EXPECT_THROW(decks_.add(owner_.id + 1000, "verbs"), SqlError); }
TEST_F(DecksTest, of_an_owner_are_listed_by_name) {
  decks_.add(reader_.id, "verbs");
  decks_.add(reader_.id, "nouns");
  EXPECT_EQ(names_of(decks_.of(reader_.id)), "nouns verbs ");
}
TEST_F(DecksTest, of_nobody_are_none) { EXPECT_TRUE(decks_.of(reader_.id).empty()); }
TEST_F(DecksTest, are_renamed) {
  EXPECT_TRUE(decks_.rename(deck_.id, "verbs"));
  EXPECT_EQ(decks_.find(deck_.id)->name, "verbs");
}
TEST_F(DecksTest, are_not_renamed_like_another) {
  decks_.add(owner_.id, "verbs");
  EXPECT_FALSE(decks_.rename(deck_.id, "verbs"));
  EXPECT_EQ(decks_.find(deck_.id)->name, deck_.name);
}
TEST_F(DecksTest, may_keep_their_name) { EXPECT_TRUE(decks_.rename(deck_.id, deck_.name)); }
TEST_F(DecksTest, that_are_not_there_are_not_renamed) { EXPECT_FALSE(decks_.rename(deck_.id + 1, "verbs")); }
TEST_F(DecksTest, are_removed_with_their_cards) {
  make_.cards(deck_, 2);
  EXPECT_TRUE(decks_.remove(deck_.id));
  EXPECT_FALSE(decks_.remove(deck_.id));
  EXPECT_EQ(count("cards"), 0);
}

struct VisibilityCase : Named {
  const char* visibility;
  bool reader;
  bool may_read;
};
class Visibility : public DecksTest, public testing::WithParamInterface<VisibilityCase> {};
TEST_P(Visibility, says_who_may_read) {
  decks_.set_visibility(deck_.id, GetParam().visibility);
  if (GetParam().reader) decks_.add_reader(deck_.id, reader_.id);
  EXPECT_EQ(decks_.may_read(deck_.id, reader_.id), GetParam().may_read);
  EXPECT_TRUE(decks_.may_read(deck_.id, owner_.id));
}
INSTANTIATE_TEST_SUITE_P(Decks, Visibility,
                         testing::Values(VisibilityCase{{"personal_stranger"}, "personal", false, false},
                                         VisibilityCase{{"personal_reader"}, "personal", true, false},
                                         VisibilityCase{{"shared_stranger"}, "shared", false, false},
                                         VisibilityCase{{"shared_reader"}, "shared", true, true},
                                         VisibilityCase{{"open_stranger"}, "open", false, true},
                                         VisibilityCase{{"open_reader"}, "open", true, true}),
                         k_by_name);

TEST_F(DecksTest, have_no_other_visibility) {
  EXPECT_THROW(decks_.set_visibility(deck_.id, "secret"), SqlError);
  EXPECT_EQ(decks_.find(deck_.id)->visibility, "personal");
}
TEST_F(DecksTest, that_are_not_there_are_read_by_nobody) { EXPECT_FALSE(decks_.may_read(deck_.id + 1, owner_.id)); }
TEST_F(DecksTest, that_are_shared_are_listed) {
  decks_.add_reader(deck_.id, reader_.id);
  decks_.set_visibility(deck_.id, "shared");
  EXPECT_EQ(names_of(decks_.shared_with(reader_.id)), deck_.name + " ");
  EXPECT_TRUE(decks_.shared_with(owner_.id).empty());
}
TEST_F(DecksTest, that_are_personal_again_are_not_listed) {
  decks_.add_reader(deck_.id, reader_.id);
  EXPECT_TRUE(decks_.shared_with(reader_.id).empty());
}
TEST_F(DecksTest, have_a_reader_once) {
  EXPECT_TRUE(decks_.add_reader(deck_.id, reader_.id));
  EXPECT_FALSE(decks_.add_reader(deck_.id, reader_.id));
  EXPECT_EQ(count("deck_readers"), 1);
}
TEST_F(DecksTest, lose_a_reader) {
  decks_.add_reader(deck_.id, reader_.id);
  EXPECT_TRUE(decks_.remove_reader(deck_.id, reader_.id));
  EXPECT_FALSE(decks_.remove_reader(deck_.id, reader_.id));
}
TEST_F(DecksTest, lose_a_reader_who_leaves) {
  decks_.add_reader(deck_.id, reader_.id);
  Users(sql()).remove(reader_.id);
  EXPECT_EQ(count("deck_readers"), 0);
}

class CardsTest : public DatabaseTest {
 protected:
  Cards cards_{sql()};
  Factory make_{sql()};
  StoredDeck deck_ = make_.deck(make_.user());
  StoredDeck other_ = make_.deck(make_.user());

  StoredCard add(const std::string& greek, std::vector<std::string> tags = {}) {
    return cards_.add(deck_.id, {greek, "meaning of " + greek, std::move(tags)}).value();
  }
  static std::string words_of(const std::vector<StoredCard>& cards) {
    std::string words;
    for (const StoredCard& each : cards) words += each.card.greek + " ";
    return words;
  }
  std::string order() { return words_of(cards_.of(deck_.id)); }
};

TEST_F(CardsTest, have_what_they_were_given) {
  const StoredCard card = cards_.add(deck_.id, {"λόγος", "word", {"noun", "a1"}}).value();
  EXPECT_EQ(card.card, (Card{"λόγος", "word", {"a1", "noun"}}));
  EXPECT_EQ(card.deck, deck_.id);
}
TEST_F(CardsTest, are_found) { EXPECT_EQ(cards_.find(add("λόγος").id)->card.greek, "λόγος"); }
TEST_F(CardsTest, that_are_not_there_are_not_found) { EXPECT_FALSE(cards_.find(add("λόγος").id + 1)); }
TEST_F(CardsTest, are_in_the_order_they_were_added) {
  for (const char* each : {"γάμμα", "άλφα", "βήτα"}) add(each);
  EXPECT_EQ(order(), "γάμμα άλφα βήτα ");
}
TEST_F(CardsTest, of_another_deck_are_not_among_them) {
  make_.card(other_);
  EXPECT_EQ(order(), "");
}
TEST_F(CardsTest, are_in_a_deck_once) {
  add("λόγος");
  EXPECT_FALSE(cards_.add(deck_.id, {"λόγος", "reason", {}}));
  EXPECT_EQ(count("cards"), 1);
}
TEST_F(CardsTest, are_in_a_deck_once_however_encoded) {
  add("λόγος");
  EXPECT_FALSE(cards_.add(deck_.id, {"λο\u0301γος", "reason", {}}));
}
TEST_F(CardsTest, may_be_in_two_decks) {
  add("λόγος");
  EXPECT_TRUE(cards_.add(other_.id, {"λόγος", "word", {}}));
}
TEST_F(CardsTest, are_normalised) { EXPECT_EQ(add("  ο   λο\u0301γος ").card.greek, "ο λόγος"); }
TEST_F(CardsTest, need_a_deck) { EXPECT_THROW(cards_.add(deck_.id + 1000, {"λόγος", "word", {}}), SqlError); }

struct RefusedCase : Named {
  Card card;
};
class RefusedCard : public CardsTest, public testing::WithParamInterface<RefusedCase> {};
TEST_P(RefusedCard, is_not_added) {
  EXPECT_FALSE(cards_.add(deck_.id, GetParam().card));
  EXPECT_EQ(count("cards"), 0);
}
TEST_P(RefusedCard, does_not_replace) {
  const StoredCard card = add("θάλασσα", {"noun"});
  EXPECT_FALSE(cards_.update(card.id, GetParam().card));
  EXPECT_EQ(cards_.find(card.id)->card, card.card);
}
INSTANTIATE_TEST_SUITE_P(
    Cards, RefusedCard,
    testing::Values(RefusedCase{{"no_greek"}, {"", "word", {}}}, RefusedCase{{"blank_greek"}, {" ", "word", {}}},
                    RefusedCase{{"no_meaning"}, {"λόγος", "", {}}}, RefusedCase{{"blank_tag"}, {"λόγος", "word", {"a b"}}},
                    RefusedCase{{"empty_tag"}, {"λόγος", "word", {""}}}, RefusedCase{{"not_utf8"}, {"\xce", "word", {}}}),
    k_by_name);

TEST_F(CardsTest, are_changed) {
  const StoredCard card = add("λόγος", {"noun"});
  EXPECT_TRUE(cards_.update(card.id, {"θάλασσα", "sea", {"a1"}}));
  EXPECT_EQ(cards_.find(card.id)->card, (Card{"θάλασσα", "sea", {"a1"}}));
}
TEST_F(CardsTest, keep_their_place_when_changed) {
  const StoredCard card = add("α");
  add("β");
  cards_.update(card.id, {"γ", "a letter", {}});
  EXPECT_EQ(order(), "γ β ");
}
TEST_F(CardsTest, are_not_changed_into_another) {
  add("α");
  const StoredCard card = add("β");
  EXPECT_FALSE(cards_.update(card.id, {"α", "a letter", {}}));
  EXPECT_EQ(order(), "α β ");
}
TEST_F(CardsTest, that_are_not_there_are_not_changed) { EXPECT_FALSE(cards_.update(add("α").id + 1, {"β", "a letter", {}})); }
TEST_F(CardsTest, are_removed) {
  const StoredCard card = add("α", {"letter"});
  EXPECT_TRUE(cards_.remove(card.id));
  EXPECT_FALSE(cards_.remove(card.id));
  EXPECT_EQ(count("card_tags"), 0);
}
TEST_F(CardsTest, come_again_at_the_end) {
  const StoredCard card = add("α");
  add("β");
  cards_.remove(card.id);
  add("α");
  EXPECT_EQ(order(), "β α ");
}

TEST_F(CardsTest, are_found_by_tag) {
  add("λόγος", {"noun", "a1"});
  add("γράφω", {"verb", "a1"});
  EXPECT_EQ(words_of(cards_.tagged(deck_.id, "a1")), "λόγος γράφω ");
  EXPECT_EQ(words_of(cards_.tagged(deck_.id, "verb")), "γράφω ");
  EXPECT_EQ(words_of(cards_.tagged(deck_.id, "a")), "");
}
TEST_F(CardsTest, of_another_deck_are_not_found_by_tag) {
  cards_.add(other_.id, {"λόγος", "word", {"noun"}});
  EXPECT_TRUE(cards_.tagged(deck_.id, "noun").empty());
}
TEST_F(CardsTest, share_tags) {
  add("α", {"letter"});
  add("β", {"letter"});
  EXPECT_EQ(count("tags"), 1);
  EXPECT_EQ(count("card_tags"), 2);
}
TEST_F(CardsTest, have_tags_with_quotes) {
  EXPECT_EQ(add("α", {"\"quoted\"", "back\\slash", "it's", "{a,b}"}).card.tags.size(), 4U);
  EXPECT_EQ(words_of(cards_.tagged(deck_.id, "back\\slash")), "α ");
}

struct SearchCase : Named {
  const char* text;
  const char* found;
};
class Search : public CardsTest, public testing::WithParamInterface<SearchCase> {};
TEST_P(Search, finds_by_the_beginning) {
  for (const char* each : {"λόγος", "Λουκάς", "άλογο", "100%"}) add(each);
  EXPECT_EQ(words_of(cards_.beginning_with(deck_.id, GetParam().text)), GetParam().found);
}
INSTANTIATE_TEST_SUITE_P(Cards, Search,
                         testing::Values(SearchCase{{"whole"}, "λόγος", "λόγος "},
                                         SearchCase{{"beginning"}, "λό", "λόγος Λουκάς "},
                                         SearchCase{{"without_accents"}, "λογ", "λόγος "},
                                         SearchCase{{"capitals"}, "ΛΟ", "λόγος Λουκάς "}, SearchCase{{"middle"}, "ογο", ""},
                                         SearchCase{{"nothing"}, "", "λόγος Λουκάς άλογο 100% "},
                                         SearchCase{{"pattern"}, "%", ""}, SearchCase{{"percent"}, "100%", "100% "}),
                         k_by_name);

struct MoveCase : Named {
  int card;
  int place;
  const char* order;
};
class Move : public CardsTest, public testing::WithParamInterface<MoveCase> {};
TEST_P(Move, puts_a_card_elsewhere) {
  std::vector<StoredCard> all;
  for (const char* each : {"α", "β", "γ", "δ"}) all.push_back(add(each));
  cards_.move(all.at(static_cast<std::size_t>(GetParam().card)).id, GetParam().place);
  EXPECT_EQ(order(), GetParam().order);
}
INSTANTIATE_TEST_SUITE_P(Cards, Move,
                         testing::Values(MoveCase{{"to_the_front"}, 2, 0, "γ α β δ "},
                                         MoveCase{{"to_the_end"}, 0, 3, "β γ δ α "}, MoveCase{{"back"}, 3, 1, "α δ β γ "},
                                         MoveCase{{"on"}, 1, 2, "α γ β δ "}, MoveCase{{"nowhere"}, 1, 1, "α β γ δ "},
                                         MoveCase{{"too_far"}, 0, 99, "β γ δ α "}),
                         k_by_name);
TEST_F(CardsTest, have_different_places) {
  add("α");
  add("β");
  EXPECT_EQ(state_of("UPDATE cards SET position = 0"), "23505");
  EXPECT_EQ(order(), "α β ");
}

TEST_F(CardsTest, are_imported) {
  EXPECT_TRUE(cards_.import(deck_.id, "λόγος,word,noun\nθάλασσα,sea,noun a1\n"));
  EXPECT_EQ(order(), "λόγος θάλασσα ");
  EXPECT_EQ(words_of(cards_.tagged(deck_.id, "a1")), "θάλασσα ");
}
TEST_F(CardsTest, are_imported_behind_the_others) {
  add("α");
  cards_.import(deck_.id, "β,a letter,\n");
  EXPECT_EQ(order(), "α β ");
}
TEST_F(CardsTest, are_imported_all_or_none) {
  add("γ");
  EXPECT_FALSE(cards_.import(deck_.id, "α,a letter,\nβ,a letter,\nγ,a letter,\n"));
  EXPECT_EQ(order(), "γ ");
}
TEST_F(CardsTest, can_be_added_after_an_import_that_failed) {
  add("α");
  cards_.import(deck_.id, "α,a letter,\n");
  add("β");
  EXPECT_EQ(order(), "α β ");
}
TEST_F(CardsTest, that_are_not_text_are_not_imported) {
  EXPECT_THROW(cards_.import(deck_.id, "α,\"a letter\n"), std::invalid_argument);
  EXPECT_EQ(count("cards"), 0);
}
TEST_F(CardsTest, are_exported_as_they_were_imported) {
  const std::string text = "λόγος,\"word, reason\",noun\nθάλασσα,sea,a1 noun\n";
  cards_.import(deck_.id, text);
  EXPECT_EQ(cards_.export_text(deck_.id), text);
}
TEST_F(CardsTest, that_are_many_are_imported) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "λέξη " + std::to_string(i) + ",a word,t" + std::to_string(i % 7) + "\n";
  EXPECT_TRUE(cards_.import(deck_.id, text));
  EXPECT_EQ(count("cards"), 200);
  EXPECT_EQ(cards_.tagged(deck_.id, "t3").size(), 29U);
}

}  // namespace
}  // namespace learn_greek
