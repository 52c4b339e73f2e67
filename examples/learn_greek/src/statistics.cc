#include "statistics.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "calendar.h"

namespace learn_greek {
namespace {

std::set<int> days_of(const std::vector<Answer>& answers) {
  std::set<int> days;
  for (const Answer& answer : answers) days.insert(answer.day);
  return days;
}

constexpr int k_mature_interval = 21;

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
  const auto known = std::ranges::count_if(answers, [](const Answer& answer) { return is_known(answer.quality); });
  return static_cast<double>(known) / static_cast<double>(answers.size());
}

double retention(const std::vector<Answer>& answers, int first_day, int last_day) {
  std::vector<Answer> within;
  std::ranges::copy_if(answers, std::back_inserter(within),
                       [&](const Answer& answer) { return answer.day >= first_day && answer.day <= last_day; });
  return retention(within);
}

std::map<std::string, int> answers_by_month(const std::vector<Answer>& answers) {
  std::map<std::string, int> months;
  for (const Answer& answer : answers) {
    const std::string date = date_text(answer.day);
    ++months[date.substr(0, date.rfind('-'))];
  }
  return months;
}

std::vector<std::pair<std::string, int>> hardest(const std::vector<Answer>& answers, std::size_t count) {
  std::map<std::string, int> misses;
  for (const Answer& answer : answers) {
    if (!is_known(answer.quality)) ++misses[answer.greek];
  }
  std::vector<std::pair<std::string, int>> result(misses.begin(), misses.end());
  std::ranges::stable_sort(result, std::greater<>(), &std::pair<std::string, int>::second);
  result.resize(std::min(result.size(), count));
  return result;
}

std::vector<int> forecast(const Progress& progress, int today, int days) {
  std::vector<int> due(static_cast<std::size_t>(std::max(days, 0)));
  for (const auto& [greek, schedule] : progress) {
    const int day = std::max(schedule.due - today, 0);
    if (day < days) ++due[static_cast<std::size_t>(day)];
  }
  return due;
}

Maturity maturity(const Deck& deck, const Progress& progress) {
  Maturity result;
  for (const Card& card : deck.cards()) {
    const auto found = progress.find(card.greek);
    if (found == progress.end() || is_new(found->second)) {
      ++result.fresh;
    } else if (found->second.repetitions == 0) {
      ++result.learning;
    } else {
      ++(found->second.interval < k_mature_interval ? result.young : result.mature);
    }
  }
  return result;
}

}  // namespace learn_greek
