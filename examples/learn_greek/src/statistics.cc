#include "statistics.h"

#include <algorithm>
#include <set>

namespace learn_greek {
namespace {

std::set<int> days_of(const std::vector<Answer>& answers) {
  std::set<int> days;
  for (const Answer& answer : answers) days.insert(answer.day);
  return days;
}

}  // namespace

int current_streak(const std::vector<Answer>& answers, int today) {
  const std::set<int> days = days_of(answers);
  int day = days.contains(today) ? today : today - 1;
  int streak = 0;
  while (days.contains(day--)) ++streak;
  return streak;
}

int longest_streak(const std::vector<Answer>& answers) {
  const std::set<int> days = days_of(answers);
  int longest = 0;
  int streak = 0;
  for (const int day : days) {
    streak = days.contains(day - 1) ? streak + 1 : 1;
    longest = std::max(longest, streak);
  }
  return longest;
}

double retention(const std::vector<Answer>& answers) {
  if (answers.empty()) return 0;
  const auto known = std::ranges::count_if(answers, [](const Answer& answer) { return answer.quality >= 3; });
  return static_cast<double>(known) / static_cast<double>(answers.size());
}

std::vector<int> forecast(const Progress& progress, int today, int days) {
  std::vector<int> due(static_cast<std::size_t>(std::max(days, 0)));
  for (const auto& [greek, schedule] : progress) {
    const int day = std::max(schedule.due - today, 0);
    if (day < days) ++due[static_cast<std::size_t>(day)];
  }
  return due;
}

}  // namespace learn_greek
