// Answers, and what they make of the schedules of the cards.
#pragma once

#include <string>
#include <vector>

#include "backend/decks.h"
#include "backend/sql.h"
#include "scheduler.h"
#include "statistics.h"

namespace learn_greek {

class Reviews {
 public:
  explicit Reviews(Sql& sql) : sql_(sql) {}
  // That of a new card if the user has never answered it.
  Schedule schedule(long user, long card);
  // By SM-2. Throws std::out_of_range for a quality that there is not; nothing changes then.
  Schedule answer(long user, long card, int quality, int today);
  // What is overdue longest first, then new cards in the deck's order.
  std::vector<StoredCard> due(long user, long deck, int today, int limit = 20);
  // Takes back the last answer of the user, whatever the card was: it is new again, or as the answers before have left it.
  bool undo(long user);

 private:
  Schedule replay(long user, long card);
  void store(long user, long card, const Schedule& schedule);

  Sql& sql_;
};

struct Summary {
  int answers = 0;
  int answers_today = 0;
  double retention = 0;
  int current_streak = 0;
  int longest_streak = 0;
  Maturity maturity;
};

class StoredStatistics {
 public:
  explicit StoredStatistics(Sql& sql) : sql_(sql) {}
  Summary summary(long user, long deck, int today);
  std::vector<int> forecast(long user, long deck, int today, int days);
  std::vector<std::pair<std::string, int>> hardest(long user, long deck, int count);
  // On which days of the last `days` the goal was reached; none without a goal.
  int days_at_goal(long user, int today, int days);

 private:
  std::vector<Answer> answers(long user, long deck);
  Progress progress(long user, long deck);

  Sql& sql_;
};

}  // namespace learn_greek
