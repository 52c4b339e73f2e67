#include "card.h"

#include <algorithm>

namespace learn_greek {

bool Deck::add(Card card) {
  if (card.greek.empty() || card.meaning.empty() || find(card.greek)) return false;
  cards_.push_back(std::move(card));
  return true;
}

bool Deck::remove(std::string_view greek) {
  return std::erase_if(cards_, [&](const Card& card) { return card.greek == greek; }) > 0;
}

const Card* Deck::find(std::string_view greek) const {
  const auto found = std::ranges::find(cards_, greek, &Card::greek);
  return found == cards_.end() ? nullptr : &*found;
}

std::vector<Card> Deck::tagged(std::string_view tag) const {
  std::vector<Card> result;
  std::ranges::copy_if(cards_, std::back_inserter(result),
                       [&](const Card& card) { return std::ranges::find(card.tags, tag) != card.tags.end(); });
  return result;
}

std::size_t Deck::merge(const Deck& other) {
  const std::vector<Card> theirs = other.cards();
  return static_cast<std::size_t>(std::ranges::count_if(theirs, [&](const Card& card) { return add(card); }));
}

}  // namespace learn_greek
