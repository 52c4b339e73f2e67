#include "card.h"

#include <algorithm>
#include <iterator>

#include "greek.h"

namespace learn_greek {
namespace {

bool is_tag(std::string_view tag) { return !tag.empty() && is_utf8(tag) && tag.find_first_of(" \t\n\v\f\r") == tag.npos; }

bool has_tag(const Card& card, std::string_view tag) { return std::ranges::find(card.tags, tag) != card.tags.end(); }

std::vector<std::string> each_once(const std::vector<std::string>& tags) {
  std::vector<std::string> result;
  for (const std::string& tag : tags) {
    if (std::ranges::find(result, tag) == result.end()) result.push_back(tag);
  }
  return result;
}

}  // namespace

bool Deck::add(Card card) {
  if (!is_utf8(card.greek) || !is_utf8(card.meaning) || !std::ranges::all_of(card.tags, is_tag)) return false;
  card.greek = normalise(card.greek);
  card.tags = each_once(card.tags);
  if (card.greek.empty() || normalise(card.meaning).empty() || find(card.greek) != nullptr) return false;
  cards_.push_back(std::move(card));
  return true;
}

bool Deck::remove(std::string_view greek) {
  const std::string wanted = normalise(greek);
  return std::erase_if(cards_, [&](const Card& card) { return card.greek == wanted; }) > 0;
}

bool Deck::add_tag(std::string_view greek, std::string_view tag) {
  Card* card = find_mutable(greek);
  if (card == nullptr || !is_tag(tag) || has_tag(*card, tag)) return false;
  card->tags.emplace_back(tag);
  return true;
}

bool Deck::remove_tag(std::string_view greek, std::string_view tag) {
  Card* card = find_mutable(greek);
  return card != nullptr && std::erase(card->tags, tag) > 0;
}

const Card* Deck::find(std::string_view greek) const {
  const auto found = std::ranges::find(cards_, normalise(greek), &Card::greek);
  return found == cards_.end() ? nullptr : &*found;
}

Card* Deck::find_mutable(std::string_view greek) { return const_cast<Card*>(find(greek)); }

std::vector<Card> Deck::tagged(std::string_view tag) const {
  std::vector<Card> result;
  std::ranges::copy_if(cards_, std::back_inserter(result), [&](const Card& card) { return has_tag(card, tag); });
  return result;
}

std::vector<Card> Deck::search(std::string_view text) const {
  const std::u32string wanted = fold(text);
  const auto matches = [&](const std::string& side) { return fold(side).find(wanted) != std::u32string::npos; };
  std::vector<Card> result;
  std::ranges::copy_if(cards_, std::back_inserter(result),
                       [&](const Card& card) { return matches(card.greek) || matches(card.meaning); });
  return result;
}

std::map<std::string, std::size_t> Deck::tag_counts() const {
  std::map<std::string, std::size_t> counts;
  for (const Card& card : cards_) {
    for (const std::string& tag : card.tags) ++counts[tag];
  }
  return counts;
}

Merged Deck::merge(const Deck& other) {
  Merged result;
  for (const Card& theirs : other.cards()) {
    const Card* ours = find(theirs.greek);
    if (ours == nullptr) {
      result.added += add(theirs) ? 1 : 0;
    } else if (ours->meaning != theirs.meaning) {
      result.conflicts.push_back(theirs.greek);
    } else if (std::ranges::count_if(theirs.tags, [&](const auto& tag) { return add_tag(theirs.greek, tag); }) > 0) {
      ++result.tagged;
    }
  }
  return result;
}

}  // namespace learn_greek
