#include "backend/reviews.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "database.h"
#include "factory.h"
#include "named.h"

namespace learn_greek {
namespace {

class ReviewsTest : public DatabaseTest {
 protected:
  Reviews reviews_{sql()};
  StoredStatistics statistics_{sql()};
  Factory make_{sql()};
  User user_ = make_.user();
  StoredDeck deck_ = make_.deck(user_);
  std::vector<StoredCard> cards_ = make_.cards(deck_, 3);

  void answer(int card, int quality, int day) {
    reviews_.answer(user_.id, cards_.at(static_cast<std::size_t>(card)).id, quality, day);
  }
  // Which of the cards are due, by their number.
  std::string due(int day, int limit = 20) {
    std::string numbers;
    for (const StoredCard& each : reviews_.due(user_.id, deck_.id, day, limit)) {
      for (std::size_t i = 0; i < cards_.size(); ++i) {
        if (cards_[i].id == each.id) numbers += std::to_string(i);
      }
    }
    return numbers;
  }
};

TEST_F(ReviewsTest, begin_with_new_cards) { EXPECT_EQ(reviews_.schedule(user_.id, cards_[0].id), Schedule()); }
TEST_F(ReviewsTest, keep_the_schedule) {
  const Schedule next = reviews_.answer(user_.id, cards_[0].id, 4, 100);
  EXPECT_EQ(reviews_.schedule(user_.id, cards_[0].id), next);
}
TEST_F(ReviewsTest, are_kept) {
  answer(0, 4, 100);
  answer(0, 2, 101);
  EXPECT_EQ(count("reviews"), 2);
  EXPECT_EQ(count("schedules"), 1);
}
TEST_F(ReviewsTest, of_one_user_are_not_the_others) {
  answer(0, 4, 100);
  EXPECT_EQ(reviews_.schedule(make_.user().id, cards_[0].id), Schedule());
}
TEST_F(ReviewsTest, of_one_card_are_not_the_others) {
  answer(0, 4, 100);
  EXPECT_EQ(reviews_.schedule(user_.id, cards_[1].id), Schedule());
}
TEST_F(ReviewsTest, need_a_card) { EXPECT_THROW(reviews_.answer(user_.id, cards_[2].id + 1000, 4, 100), SqlError); }
TEST_F(ReviewsTest, need_a_card_and_leave_nothing_without) {
  EXPECT_THROW(reviews_.answer(user_.id, cards_[2].id + 1000, 4, 100), SqlError);
  EXPECT_EQ(count("schedules"), 0);
}
TEST_F(ReviewsTest, of_a_quality_that_there_is_not_are_refused) {
  for (const int quality : {-1, 6}) {
    EXPECT_THROW(reviews_.answer(user_.id, cards_[0].id, quality, 100), std::out_of_range);
  }
  EXPECT_EQ(count("reviews"), 0);
}

// The repository is to do what the algorithm does in memory.
struct HistoryCase : Named {
  std::vector<int> qualities;
};
class History : public ReviewsTest, public testing::WithParamInterface<HistoryCase> {};
TEST_P(History, makes_the_schedule_that_memory_makes) {
  Schedule expected;
  int day = 100;
  for (const int quality : GetParam().qualities) {
    expected = after_answer(expected, quality, day);
    EXPECT_EQ(reviews_.answer(user_.id, cards_[0].id, quality, day), expected);
    day = expected.due;
  }
  EXPECT_EQ(reviews_.schedule(user_.id, cards_[0].id), expected);
}
TEST_P(History, can_be_taken_back_to_the_beginning) {
  std::vector<Schedule> before = {Schedule()};
  for (const int quality : GetParam().qualities) {
    before.push_back(reviews_.answer(user_.id, cards_[0].id, quality, before.back().due));
  }
  while (!before.empty()) {
    EXPECT_EQ(reviews_.schedule(user_.id, cards_[0].id), before.back());
    before.pop_back();
    EXPECT_EQ(reviews_.undo(user_.id), !before.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Answers, History,
                         testing::Values(HistoryCase{{"perfect"}, {5, 5, 5, 5, 5, 5}}, HistoryCase{{"good"}, {4, 4, 4, 4}},
                                         HistoryCase{{"hard"}, {3, 3, 3, 3, 3, 3, 3, 3}},
                                         HistoryCase{{"blackouts"}, {0, 0, 0, 0, 0, 0, 0}},
                                         HistoryCase{{"forgotten_once"}, {5, 5, 5, 1, 5, 5}},
                                         HistoryCase{{"forgotten_often"}, {5, 1, 5, 1, 5, 1, 5, 1}},
                                         HistoryCase{{"all_kinds"}, {0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0}},
                                         HistoryCase{{"one"}, {2}}),
                         k_by_name);

TEST_F(ReviewsTest, are_due_for_new_cards_in_order) { EXPECT_EQ(due(100), "012"); }
TEST_F(ReviewsTest, are_not_due_before_their_day) {
  answer(0, 5, 100);
  EXPECT_EQ(due(100), "12");
  EXPECT_EQ(due(101), "012");
}
TEST_F(ReviewsTest, are_due_before_new_cards) {
  answer(2, 5, 100);
  EXPECT_EQ(due(101), "201");
}
TEST_F(ReviewsTest, are_due_in_the_order_of_their_days) {
  answer(1, 5, 99);
  answer(0, 5, 100);
  answer(2, 5, 98);
  EXPECT_EQ(due(105), "210");
}
TEST_F(ReviewsTest, are_due_up_to_a_limit) {
  answer(2, 5, 100);
  EXPECT_EQ(due(101, 2), "20");
  EXPECT_EQ(due(101, 0), "");
}
TEST_F(ReviewsTest, are_due_by_user) {
  answer(0, 5, 100);
  EXPECT_EQ(reviews_.due(make_.user().id, deck_.id, 100).size(), 3U);
}
TEST_F(ReviewsTest, of_another_deck_are_not_due) {
  make_.card(make_.deck(user_));
  EXPECT_EQ(due(100), "012");
}
TEST_F(ReviewsTest, go_with_their_card) {
  answer(0, 5, 100);
  Cards(sql()).remove(cards_[0].id);
  EXPECT_EQ(count("reviews"), 0);
  EXPECT_EQ(count("schedules"), 0);
}
TEST_F(ReviewsTest, go_with_their_user) {
  answer(0, 5, 100);
  Users(sql()).remove(user_.id);
  EXPECT_EQ(count("reviews"), 0);
}
TEST_F(ReviewsTest, that_are_none_cannot_be_taken_back) { EXPECT_FALSE(reviews_.undo(user_.id)); }
TEST_F(ReviewsTest, of_others_are_not_taken_back) {
  answer(0, 5, 100);
  EXPECT_FALSE(reviews_.undo(make_.user().id));
  EXPECT_EQ(count("reviews"), 1);
}
TEST_F(ReviewsTest, are_taken_back_last_first) {
  answer(0, 5, 100);
  answer(1, 5, 100);
  EXPECT_TRUE(reviews_.undo(user_.id));
  EXPECT_EQ(due(100), "12");
}

using StoredStatisticsTest = ReviewsTest;

TEST_F(StoredStatisticsTest, are_nothing_at_first) {
  const Summary summary = statistics_.summary(user_.id, deck_.id, 100);
  EXPECT_EQ(summary.answers, 0);
  EXPECT_EQ(summary.retention, 0);
  EXPECT_EQ(summary.maturity, (Maturity{3, 0, 0, 0}));
}
TEST_F(StoredStatisticsTest, count_answers) {
  answer(0, 5, 99);
  answer(0, 5, 100);
  answer(1, 2, 100);
  const Summary summary = statistics_.summary(user_.id, deck_.id, 100);
  EXPECT_EQ(summary.answers, 3);
  EXPECT_EQ(summary.answers_today, 2);
}
TEST_F(StoredStatisticsTest, tell_the_retention) {
  for (const int quality : {5, 3, 2, 0}) answer(0, quality, 100);
  EXPECT_DOUBLE_EQ(statistics_.summary(user_.id, deck_.id, 100).retention, 0.5);
}
TEST_F(StoredStatisticsTest, tell_streaks) {
  for (const int day : {90, 91, 92, 93, 98, 99}) answer(0, 5, day);
  const Summary summary = statistics_.summary(user_.id, deck_.id, 100);
  EXPECT_EQ(summary.current_streak, 2);
  EXPECT_EQ(summary.longest_streak, 4);
}
TEST_F(StoredStatisticsTest, tell_how_mature_cards_are) {
  for (int i = 0, day = 0; i < 6; ++i) day = reviews_.answer(user_.id, cards_[0].id, 5, day).due;
  answer(1, 5, 100);
  answer(2, 0, 100);
  EXPECT_EQ(statistics_.summary(user_.id, deck_.id, 100).maturity, (Maturity{0, 1, 1, 1}));
}
TEST_F(StoredStatisticsTest, are_by_deck) {
  answer(0, 5, 100);
  EXPECT_EQ(statistics_.summary(user_.id, make_.deck(user_).id, 100).answers, 0);
}
TEST_F(StoredStatisticsTest, are_by_user) {
  answer(0, 5, 100);
  EXPECT_EQ(statistics_.summary(make_.user().id, deck_.id, 100).answers, 0);
}
TEST_F(StoredStatisticsTest, forecast_what_is_due) {
  answer(0, 5, 100);
  answer(1, 5, 100);
  EXPECT_EQ(statistics_.forecast(user_.id, deck_.id, 100, 3), (std::vector<int>{0, 2, 0}));
}
TEST_F(StoredStatisticsTest, name_the_hardest) {
  for (int i = 0; i < 3; ++i) answer(1, 0, 100);
  answer(0, 1, 100);
  answer(2, 5, 100);
  const std::vector<std::pair<std::string, int>> expected = {{cards_[1].card.greek, 3}, {cards_[0].card.greek, 1}};
  EXPECT_EQ(statistics_.hardest(user_.id, deck_.id, 5), expected);
  EXPECT_EQ(statistics_.hardest(user_.id, deck_.id, 1).size(), 1U);
}
TEST_F(StoredStatisticsTest, count_days_at_the_goal) {
  Users(sql()).set_goal(user_.id, 2);
  for (const int day : {95, 98, 98, 99, 100, 100, 100}) answer(0, 5, day);
  EXPECT_EQ(statistics_.days_at_goal(user_.id, 100, 7), 2);
  EXPECT_EQ(statistics_.days_at_goal(user_.id, 100, 1), 1);
}
TEST_F(StoredStatisticsTest, count_no_days_without_a_goal) {
  answer(0, 5, 100);
  EXPECT_EQ(statistics_.days_at_goal(user_.id, 100, 7), 0);
}

// Some 500 answers.
TEST_F(ReviewsTest, LongTerm_of_a_season_leave_few_new) {
  make_.cards(deck_, 17);
  int answers = 0;
  for (int day = 0; day < 120; ++day) {
    for (const StoredCard& each : reviews_.due(user_.id, deck_.id, day, 5)) {
      reviews_.answer(user_.id, each.id, each.id % 5 == 0 && answers % 3 == 0 ? 2 : 4, day);
      ++answers;
    }
  }
  const Summary summary = statistics_.summary(user_.id, deck_.id, 119);
  EXPECT_EQ(summary.answers, answers);
  EXPECT_EQ(summary.maturity.fresh, 0);
  EXPECT_GT(summary.maturity.mature, 5);
  EXPECT_GT(summary.retention, 0.7);
}

}  // namespace
}  // namespace learn_greek
