// What a history of answers and the state of the cards tell.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "review.h"

namespace learn_greek {

struct Answer {
  int day = 0;
  int quality = 0;
  std::string greek{};
};

// Days in a row with an answer, up to today; a day that is not over yet does not break it.
int current_streak(const std::vector<Answer>& answers, int today);
int longest_streak(const std::vector<Answer>& answers);
// Share of answers of quality 3 or better, 0 to 1; 0 without answers.
double retention(const std::vector<Answer>& answers);
// Of the answers from the first day to the last, both included.
double retention(const std::vector<Answer>& answers, int first_day, int last_day);
// Answers by month, "2024-02". Months without any are left out.
std::map<std::string, int> answers_by_month(const std::vector<Answer>& answers);
// The cards forgotten most often and how often, at most `count`; in the order of the alphabet among equals.
std::vector<std::pair<std::string, int>> hardest(const std::vector<Answer>& answers, std::size_t count);

// Cards due on each of the next `days` days; what is overdue counts for today.
std::vector<int> forecast(const Progress& progress, int today, int days);

struct Maturity {
  int fresh = 0;     // never answered
  int learning = 0;  // not known the last time
  int young = 0;
  int mature = 0;  // asked every three weeks or less often
  bool operator==(const Maturity&) const = default;
};
// Of the cards of the deck; progress of others does not count.
Maturity maturity(const Deck& deck, const Progress& progress);

}  // namespace learn_greek
