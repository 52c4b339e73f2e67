#include "scheduler.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "review.h"

namespace learn_greek {
namespace {

struct EaseCase {
  int quality;
  double ease;
};
class Ease : public testing::TestWithParam<EaseCase> {};
TEST_P(Ease, follows_sm2) { EXPECT_NEAR(after_answer({}, GetParam().quality, 0).ease, GetParam().ease, 1e-9); }
INSTANTIATE_TEST_SUITE_P(Sm2, Ease,
                         testing::Values(EaseCase{0, 1.7}, EaseCase{1, 1.96}, EaseCase{2, 2.18}, EaseCase{3, 2.36},
                                         EaseCase{4, 2.5}, EaseCase{5, 2.6}));

class Quality : public testing::TestWithParam<int> {
 protected:
  static constexpr Schedule k_known{.repetitions = 3, .interval = 15, .ease = 2.5, .due = 40};
};
class ForgottenTest : public Quality {};
TEST_P(ForgottenTest, starts_again_tomorrow) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).due, 41); }
TEST_P(ForgottenTest, loses_its_repetitions) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).repetitions, 0); }
INSTANTIATE_TEST_SUITE_P(Sm2, ForgottenTest, testing::Values(0, 1, 2));

class KnownTest : public Quality {};
TEST_P(KnownTest, interval_grows_by_the_ease) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).interval, 38); }
TEST_P(KnownTest, counts_a_repetition) { EXPECT_EQ(after_answer(k_known, GetParam(), 40).repetitions, 4); }
TEST_P(KnownTest, first_interval_is_a_day) { EXPECT_EQ(after_answer({}, GetParam(), 7).due, 8); }
TEST_P(KnownTest, second_interval_is_six_days) {
  EXPECT_EQ(after_answer(after_answer({}, GetParam(), 0), GetParam(), 1).due, 7);
}
INSTANTIATE_TEST_SUITE_P(Sm2, KnownTest, testing::Values(3, 4, 5));

class BadQuality : public testing::TestWithParam<int> {};
TEST_P(BadQuality, is_refused) { EXPECT_THROW(after_answer({}, GetParam(), 0), std::out_of_range); }
INSTANTIATE_TEST_SUITE_P(Sm2, BadQuality, testing::Values(-1, 6, 100));

TEST(Due, on_the_day) { EXPECT_TRUE(is_due({.due = 5}, 5)); }
TEST(Due, when_overdue) { EXPECT_TRUE(is_due({.due = 5}, 9)); }
TEST(Due, not_before) { EXPECT_FALSE(is_due({.due = 5}, 4)); }

class LongTerm : public testing::TestWithParam<int> {};
TEST_P(LongTerm, ease_never_falls_below_its_floor) {
  Schedule schedule;
  for (int day = 0; day < 20000; ++day) schedule = after_answer(schedule, GetParam(), day);
  EXPECT_GE(schedule.ease, k_least_ease);
}
TEST_P(LongTerm, interval_never_exceeds_a_century) {
  Schedule schedule;
  for (int i = 0; i < 2000; ++i) schedule = after_answer(schedule, GetParam(), 0);
  EXPECT_GT(schedule.interval, 0);
  EXPECT_LE(schedule.interval, 36500);
}
INSTANTIATE_TEST_SUITE_P(Sm2, LongTerm, testing::Range(0, 6));

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    deck_.add({"α", "alpha", {}});
    deck_.add({"β", "beta", {}});
    deck_.add({"γ", "gamma", {}});
  }
  Deck deck_{"letters"};
  Progress progress_;
};

TEST_F(SessionTest, asks_new_cards) { EXPECT_EQ(Session(deck_, progress_, 0).left(), 3U); }
TEST_F(SessionTest, leaves_out_what_is_not_due) {
  progress_["α"].due = 3;
  EXPECT_EQ(Session(deck_, progress_, 2).current().greek, "β");
}
TEST_F(SessionTest, asks_what_is_due_today) {
  progress_["α"].due = 2;
  EXPECT_EQ(Session(deck_, progress_, 2).current().greek, "α");
}
TEST_F(SessionTest, keeps_to_its_limit) { EXPECT_EQ(Session(deck_, progress_, 0, 2).left(), 2U); }
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
  session.answer(5);
  session.answer(5);
  EXPECT_EQ(session.current().greek, "α");
}
TEST_F(SessionTest, answers_are_scheduled) {
  Session session(deck_, progress_, 10);
  session.answer(4);
  EXPECT_EQ(progress_.at("α").due, 11);
}
TEST_F(SessionTest, ends_when_all_are_known) {
  Session session(deck_, progress_, 0);
  for (int i = 0; i < 3; ++i) session.answer(4);
  EXPECT_TRUE(session.done());
  EXPECT_THROW((void)session.current(), std::logic_error);
}
TEST_F(SessionTest, cannot_be_answered_when_done) {
  Session session(deck_, progress_, 0, 0);
  EXPECT_THROW(session.answer(4), std::logic_error);
}
TEST_F(SessionTest, a_bad_quality_leaves_the_card) {
  Session session(deck_, progress_, 0);
  EXPECT_THROW(session.answer(9), std::out_of_range);
  EXPECT_EQ(session.current().greek, "α");
}

}  // namespace
}  // namespace learn_greek
