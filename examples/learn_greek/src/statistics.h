#pragma once

#include <vector>

#include "review.h"

namespace learn_greek {

struct Answer {
  int day = 0;
  int quality = 0;
};

// Days in a row with an answer, up to today; a day that is not over yet does not break it.
int current_streak(const std::vector<Answer>& answers, int today);
int longest_streak(const std::vector<Answer>& answers);
// Share of answers of quality 3 or better, 0 to 1; 0 without answers.
double retention(const std::vector<Answer>& answers);
// Cards due on each of the next `days` days; what is overdue counts for today.
std::vector<int> forecast(const Progress& progress, int today, int days);

}  // namespace learn_greek
