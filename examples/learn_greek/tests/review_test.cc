#include "review.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace learn_greek {
namespace {

class SessionTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* letter : {"α", "β", "γ"}) ASSERT_TRUE(deck_.add({letter, "a letter", {}}));
  }
  void set_due(const std::string& greek, int day) { progress_[greek] = {.repetitions = 1, .interval = 1, .due = day}; }
  // The cards in the order they are asked when all are known.
  static std::string order(Session session) {
    std::string result;
    for (; !session.done(); session.answer(5)) result += session.current().greek;
    return result;
  }
  Deck deck_{"letters"};
  Progress progress_;
};

TEST_F(SessionTest, asks_new_cards_in_the_order_of_the_deck) { EXPECT_EQ(order(Session(deck_, progress_, 0)), "αβγ"); }
TEST_F(SessionTest, keeps_that_order_in_a_large_deck) {
  Deck deck("large");
  std::string expected;
  for (char letter = '~'; letter > ' '; --letter) {
    ASSERT_TRUE(deck.add({std::string(1, letter), "a sign", {}}));
    expected += letter;
  }
  EXPECT_EQ(order(Session(deck, progress_, 0, 1000)), expected);
}
TEST_F(SessionTest, leaves_out_what_is_not_due) {
  set_due("α", 3);
  EXPECT_EQ(order(Session(deck_, progress_, 2)), "βγ");
}
TEST_F(SessionTest, asks_what_is_due_before_what_is_new) {
  set_due("γ", 2);
  EXPECT_EQ(order(Session(deck_, progress_, 2)), "γαβ");
}
TEST_F(SessionTest, asks_what_is_overdue_longest_first) {
  set_due("α", 2);
  set_due("β", 1);
  set_due("γ", -1);
  EXPECT_EQ(order(Session(deck_, progress_, 2)), "γβα");
}
TEST_F(SessionTest, new_cards_do_not_push_out_due_ones) {
  set_due("γ", 2);
  EXPECT_EQ(order(Session(deck_, progress_, 2, 1)), "γ");
}
TEST_F(SessionTest, keeps_to_its_limit) { EXPECT_EQ(order(Session(deck_, progress_, 0, 2)), "αβ"); }
TEST_F(SessionTest, a_limit_of_none_is_done_at_once) { EXPECT_TRUE(Session(deck_, progress_, 0, 0).done()); }
TEST_F(SessionTest, a_known_card_is_gone) {
  Session session(deck_, progress_, 0);
  session.answer(5);
  EXPECT_EQ(session.left(), 2U);
  EXPECT_EQ(session.current().greek, "β");
}
TEST_F(SessionTest, a_forgotten_card_comes_again_last) {
  Session session(deck_, progress_, 0);
  session.answer(1);
  EXPECT_EQ(session.left(), 3U);
  EXPECT_EQ(order(session), "βγα");
}
TEST_F(SessionTest, a_card_forgotten_twice_is_due_tomorrow_once_known) {
  set_due("α", 4);
  Session session(deck_, progress_, 4, 1);
  session.answer(1);
  session.answer(0);
  session.answer(5);
  EXPECT_TRUE(session.done());
  EXPECT_EQ(progress_.at("α"), (Schedule{.repetitions = 0, .interval = 1, .ease = 2.5, .due = 5, .lapses = 1}));
}
TEST_F(SessionTest, answers_are_scheduled) {
  Session session(deck_, progress_, 10);
  session.answer(4);
  EXPECT_EQ(progress_.at("α").due, 11);
  EXPECT_EQ(progress_.size(), 1U);
}
TEST_F(SessionTest, the_same_day_again_asks_nothing) {
  EXPECT_EQ(order(Session(deck_, progress_, 10)), "αβγ");
  EXPECT_TRUE(Session(deck_, progress_, 10).done());
}
TEST_F(SessionTest, outlives_its_deck) {
  auto deck = std::make_unique<Deck>("short");
  ASSERT_TRUE(deck->add({"δ", "delta", {}}));
  const Session session(*deck, progress_, 0);
  deck.reset();
  EXPECT_EQ(session.current(), (Card{"δ", "delta", {}}));
}
TEST_F(SessionTest, has_no_card_when_done) {
  Session session(deck_, progress_, 0, 1);
  session.answer(4);
  EXPECT_TRUE(session.done());
  EXPECT_THROW((void)session.current(), std::logic_error);
}
TEST_F(SessionTest, cannot_be_answered_when_done) {
  Session session(deck_, progress_, 0, 0);
  EXPECT_THROW(session.answer(4), std::logic_error);
}
TEST_F(SessionTest, a_bad_quality_changes_nothing) {
  Session session(deck_, progress_, 0);
  EXPECT_THROW(session.answer(9), std::out_of_range);
  EXPECT_EQ(session.current().greek, "α");
  EXPECT_TRUE(progress_.empty());
}

}  // namespace
}  // namespace learn_greek
