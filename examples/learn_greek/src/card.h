// Cards and the decks that own them.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace learn_greek {

struct Card {
  std::string greek;
  std::string meaning;
  std::vector<std::string> tags;
  bool operator==(const Card&) const = default;
};

struct Merged {
  std::size_t added = 0;
  std::size_t tagged = 0;                // were here already, and got tags
  std::vector<std::string> conflicts{};  // Greek sides with another meaning there; ours stays
  bool operator==(const Merged&) const = default;
};

// Cards in the order they were added; no two with the same Greek side, however its accents are encoded.
class Deck {
 public:
  explicit Deck(std::string name) : name_(std::move(name)) {}

  // Normalises the Greek side and drops tags given twice. False, and nothing changes, if a side is blank, the Greek
  // side is there already, a tag is empty or has a blank in it, or anything is not UTF-8.
  bool add(Card card);
  bool remove(std::string_view greek);
  // False if there is no such card, it has the tag already, or the tag is not one.
  bool add_tag(std::string_view greek, std::string_view tag);
  bool remove_tag(std::string_view greek, std::string_view tag);

  // Valid until the deck changes; nullptr if there is none.
  [[nodiscard]] const Card* find(std::string_view greek) const;
  [[nodiscard]] std::vector<Card> tagged(std::string_view tag) const;
  // Cards with that text in a side, whatever the case and accents; all cards for a blank text.
  [[nodiscard]] std::vector<Card> search(std::string_view text) const;
  [[nodiscard]] std::map<std::string, std::size_t> tag_counts() const;

  Merged merge(const Deck& other);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Card>& cards() const { return cards_; }

 private:
  Card* find_mutable(std::string_view greek);

  std::string name_;
  std::vector<Card> cards_;
};

}  // namespace learn_greek
