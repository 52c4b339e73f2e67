#include "review.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace learn_greek {
namespace {

Schedule schedule_of(const Progress& progress, const Card& card) {
  const auto known = progress.find(card.greek);
  return known == progress.end() ? Schedule{} : known->second;
}

}  // namespace

Session::Session(const Deck& deck, Progress& progress, int today, std::size_t limit) : progress_(progress), today_(today) {
  std::vector<std::pair<Schedule, const Card*>> due;
  for (const Card& card : deck.cards()) {
    const Schedule schedule = schedule_of(progress, card);
    if (is_due(schedule, today)) due.emplace_back(schedule, &card);
  }
  std::ranges::stable_sort(due, [](const auto& left, const auto& right) {
    if (is_new(left.first) || is_new(right.first)) return !is_new(left.first) && is_new(right.first);
    return left.first.due < right.first.due;
  });
  due.resize(std::min(due.size(), limit));
  for (const auto& [schedule, card] : due) queue_.push_back(*card);
}

const Card& Session::current() const {
  if (done()) throw std::logic_error("the session is over");
  return queue_.front();
}

void Session::answer(int quality) {
  const Card card = current();
  progress_.insert_or_assign(card.greek, after_answer(schedule_of(progress_, card), quality, today_));
  queue_.pop_front();
  if (!is_known(quality)) queue_.push_back(card);
}

}  // namespace learn_greek
