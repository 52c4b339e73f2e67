#include "review.h"

#include <stdexcept>

namespace learn_greek {

Session::Session(const Deck& deck, Progress& progress, int today, std::size_t limit)
    : progress_(progress), today_(today) {
  for (const Card& card : deck.cards()) {
    if (queue_.size() == limit) break;
    const auto known = progress.find(card.greek);
    if (known == progress.end() || is_due(known->second, today)) queue_.push_back(card);
  }
}

const Card& Session::current() const {
  if (done()) throw std::logic_error("the session is over");
  return queue_.front();
}

void Session::answer(int quality) {
  const Card card = current();
  Schedule& schedule = progress_[card.greek];
  schedule = after_answer(schedule, quality, today_);
  queue_.pop_front();
  if (quality < 3) queue_.push_back(card);
}

}  // namespace learn_greek
