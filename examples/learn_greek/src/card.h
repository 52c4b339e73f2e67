// Cards and the decks that own them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace learn_greek {

struct Card {
  std::string greek;
  std::string meaning;
  std::vector<std::string> tags;
  bool operator==(const Card&) const = default;
};

// Cards in the order they were added; no two with the same Greek side.
class Deck {
 public:
  explicit Deck(std::string name) : name_(std::move(name)) {}

  // False, and nothing changes, if a side is empty or the Greek side is there already.
  bool add(Card card);
  bool remove(std::string_view greek);
  // Valid until the deck changes; nullptr if there is none.
  [[nodiscard]] const Card* find(std::string_view greek) const;
  [[nodiscard]] std::vector<Card> tagged(std::string_view tag) const;
  // Adds what is new in the other deck; returns how many that were.
  std::size_t merge(const Deck& other);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Card>& cards() const { return cards_; }

 private:
  std::string name_;
  std::vector<Card> cards_;
};

}  // namespace learn_greek
