// A review session: every card that is due is asked, what is overdue longest first, then new cards in the deck's order.
// One that was not known comes again at the end of the same session, until it is; that does not count as a repetition.
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
  // Progress must outlive the session, the deck need not. At most `limit` cards.
  Session(const Deck& deck, Progress& progress, int today, std::size_t limit = 20);

  [[nodiscard]] bool done() const { return queue_.empty(); }
  [[nodiscard]] std::size_t left() const { return queue_.size(); }
  // Throws std::logic_error when done.
  [[nodiscard]] const Card& current() const;
  // Throws as after_answer does, and changes nothing then.
  void answer(int quality);

 private:
  std::deque<Card> queue_;
  Progress& progress_;
  int today_;
};

}  // namespace learn_greek
