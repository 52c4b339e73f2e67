#include "text_format.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "named.h"

namespace learn_greek {
namespace {

struct TextCase : Named {
  std::string text;
};

TEST(TextFormat, is_a_line_a_card) {
  Deck deck("two");
  ASSERT_TRUE(deck.add({"λόγος", "word", {"noun", "john"}}));
  ASSERT_TRUE(deck.add({"καί", "and, also", {}}));
  EXPECT_EQ(export_deck(deck), "λόγος,word,noun john\nκαί,\"and, also\",\n");
}

TEST(TextFormat, quotes_a_carriage_return_for_other_readers) {
  Deck deck("one");
  ASSERT_TRUE(deck.add({"καί", "and\ralso", {}}));
  EXPECT_EQ(export_deck(deck), "καί,\"and\ralso\",\n");
}

class FieldSurvives : public testing::TestWithParam<TextCase> {};
TEST_P(FieldSurvives, as_a_meaning) {
  Deck deck("one");
  ASSERT_TRUE(deck.add({"καί", GetParam().text, {}}));
  EXPECT_EQ(import_deck("again", export_deck(deck)).cards(), deck.cards());
}
TEST_P(FieldSurvives, as_a_greek_side) {
  Deck deck("one");
  ASSERT_TRUE(deck.add({GetParam().text, "and", {"x"}}));
  EXPECT_EQ(import_deck("again", export_deck(deck)).cards(), deck.cards());
}
INSTANTIATE_TEST_SUITE_P(TextFormat, FieldSurvives,
                         testing::Values(TextCase{{"word"}, "and"}, TextCase{{"comma"}, "and, also"},
                                         TextCase{{"quoted"}, "\"and\""}, TextCase{{"line_end"}, "and\nalso"},
                                         TextCase{{"carriage_return_last"}, "and\r"}, TextCase{{"one_quote"}, "\""},
                                         TextCase{{"one_comma"}, ","}, TextCase{{"all"}, "a \"b\",\r\n c"},
                                         TextCase{{"blanks_around"}, " and "}, TextCase{{"backslash"}, "and\\nalso"},
                                         TextCase{{"byte_order_mark"}, "\ufeffand"}),
                         k_by_name);

TEST(TextFormat, tags_survive) {
  Deck deck("one");
  ASSERT_TRUE(deck.add({"καί", "and", {"a,b", "\"c\"", "δ"}}));
  EXPECT_EQ(import_deck("again", export_deck(deck)).cards(), deck.cards());
}

struct BadTextCase : Named {
  std::string text;
  int line;
};
class BadText : public testing::TestWithParam<BadTextCase> {};
TEST_P(BadText, is_refused_with_its_line) {
  const std::string start = "line " + std::to_string(GetParam().line) + ": ";
  try {
    import_deck("bad", "καί,and\n" + GetParam().text);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with(start)) << error.what();
  }
}
INSTANTIATE_TEST_SUITE_P(
    TextFormat, BadText,
    testing::Values(BadTextCase{{"one_field"}, "λόγος", 2}, BadTextCase{{"empty_meaning"}, "λόγος,", 2},
                    BadTextCase{{"empty_greek"}, ",word", 2}, BadTextCase{{"twice"}, "καί,also", 2},
                    BadTextCase{{"four_fields"}, "a,b,c,d", 2}, BadTextCase{{"open_quote"}, "\"λόγος,word\n\n", 2},
                    BadTextCase{{"open_quote_later"}, "λόγος,\"word", 2}, BadTextCase{{"quote_inside"}, "λό\"γ\"ος,word", 2},
                    BadTextCase{{"after_a_quote"}, "\"λόγ\"ος,word", 2},
                    BadTextCase{{"after_a_quote_last"}, "λόγος,\"wo\"rd", 2}, BadTextCase{{"not_utf8"}, "λόγος,\xce", 2},
                    BadTextCase{{"after_blank_lines"}, "\n\nλόγος", 4},
                    BadTextCase{{"after_a_card_of_three_lines"}, "a,\"b\nc\nd\"\nλόγος", 5}),
    k_by_name);

TEST(TextFormat, empty_text_is_an_empty_deck) {
  const Deck deck = import_deck("none", "");
  EXPECT_TRUE(deck.cards().empty());
  EXPECT_EQ(deck.name(), "none");
}
TEST(TextFormat, blank_lines_are_ignored) { EXPECT_EQ(import_deck("two", "\na,b\n\nc,d\n\n").cards().size(), 2U); }
TEST(TextFormat, the_last_newline_may_be_missing) {
  EXPECT_EQ(import_deck("one", "a,b").cards(), (std::vector<Card>{{"a", "b", {}}}));
}
TEST(TextFormat, tags_are_split_at_blanks) {
  EXPECT_EQ(import_deck("one", "a,b, x  y ").cards()[0].tags, (std::vector<std::string>{"x", "y"}));
}
TEST(TextFormat, takes_the_line_ends_of_windows) {
  EXPECT_EQ(import_deck("three", "a,b\r\n\r\n\"c\",\"d\"\r\ne,f\r").cards(),
            (std::vector<Card>{{"a", "b", {}}, {"c", "d", {}}, {"e", "f", {}}}));
}
TEST(TextFormat, drops_a_carriage_return_only_at_the_end_of_a_line) {
  EXPECT_EQ(import_deck("one", "a,\"b\"\r").cards()[0].meaning, "b");
  EXPECT_EQ(import_deck("one", "a,b\r,x").cards()[0].meaning, "b\r");
}
TEST(TextFormat, takes_the_byte_order_mark_of_spreadsheets) {
  EXPECT_NE(import_deck("one", "\ufeffκαί,and\n").find("καί"), nullptr);
}

}  // namespace
}  // namespace learn_greek
