// A review session: every card that is due is asked; one that was not known comes again at the end of the same session.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>

#include "card.h"
#include "scheduler.h"

namespace learn_greek {

using Progress = std::map<std::string, Schedule>;  // by the Greek side; a card not in it is new

class Session {
 public:
  // Progress must outlive the session. At most `limit` cards.
  Session(const Deck& deck, Progress& progress, int today, std::size_t limit = 20);

  [[nodiscard]] bool done() const { return queue_.empty(); }
  [[nodiscard]] std::size_t left() const { return queue_.size(); }
  // Throws std::logic_error when done.
  [[nodiscard]] const Card& current() const;
  void answer(int quality);

 private:
  std::deque<Card> queue_;
  Progress& progress_;
  int today_;
};

}  // namespace learn_greek
