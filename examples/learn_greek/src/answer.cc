#include "answer.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <vector>

#include "greek.h"

namespace learn_greek {
namespace {

constexpr std::array<std::u32string_view, 5> k_greek_articles{U"ο", U"η", U"το", U"οι", U"τα"};
constexpr std::array<std::u32string_view, 5> k_english_particles{U"the", U"a", U"an", U"to", U"i"};

struct Phrase {
  std::u32string first;  // the article; empty without one
  std::u32string rest;
};

// An article with nothing after it is the word itself.
Phrase split(const std::u32string& folded, std::span<const std::u32string_view> articles) {
  const std::size_t blank = folded.find(U' ');
  if (blank == folded.npos || std::ranges::find(articles, folded.substr(0, blank)) == articles.end()) return {{}, folded};
  return {folded.substr(0, blank), folded.substr(blank + 1)};
}

bool is_typing_mistake(std::u32string_view expected, std::u32string_view typed) {
  return edit_distance(expected, typed) <= expected.size() / 5;
}

// What a text without its article is in lower case, for comparing accents.
std::string without_article(std::string_view text) {
  const std::string lowered = lower(text);
  return split(fold(text), k_greek_articles).first.empty() ? lowered : lowered.substr(lowered.find(' ') + 1);
}

std::string without_notes(std::string_view text) {
  std::string result;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') ++depth;
    if (depth == 0) result += c;
    if (c == ')' && depth > 0) --depth;
  }
  return result;
}

Verdict check_one_meaning(std::string_view expected, const std::u32string& typed) {
  const std::u32string wanted = split(fold(expected), k_english_particles).rest;
  if (wanted.empty()) return Verdict::wrong;
  if (wanted == typed) return Verdict::exact;
  return is_typing_mistake(wanted, typed) ? Verdict::almost : Verdict::wrong;
}

}  // namespace

std::size_t edit_distance(std::u32string_view left, std::u32string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

Verdict check_greek(std::string_view expected, std::string_view typed) {
  if (!is_utf8(typed)) return Verdict::wrong;
  const Phrase wanted = split(fold(expected), k_greek_articles);
  const Phrase given = split(fold(typed), k_greek_articles);
  const bool same_article = wanted.first.empty() || wanted.first == given.first;
  if (given.rest.empty()) return Verdict::wrong;
  if (wanted.rest == given.rest) {
    if (!same_article) return Verdict::article_differs;
    return without_article(expected) == without_article(typed) ? Verdict::exact : Verdict::accents_differ;
  }
  return same_article && is_typing_mistake(wanted.rest, given.rest) ? Verdict::almost : Verdict::wrong;
}

Verdict check_greek(const Deck& deck, const Card& card, std::string_view typed) {
  const Verdict verdict = check_greek(card.greek, typed);
  if (verdict != Verdict::accents_differ && verdict != Verdict::almost) return verdict;
  const bool is_another =
      std::ranges::any_of(deck.cards(), [&](const Card& other) { return check_greek(other.greek, typed) == Verdict::exact; });
  return is_another ? Verdict::wrong : verdict;
}

Verdict check_meaning(std::string_view expected, std::string_view typed) {
  if (!is_utf8(typed)) return Verdict::wrong;
  const std::u32string given = split(fold(without_notes(typed)), k_english_particles).rest;
  const std::string meanings = without_notes(expected);
  Verdict best = Verdict::wrong;
  for (std::size_t at = 0; at <= meanings.size();) {
    const std::size_t end = std::min(meanings.find_first_of(",;", at), meanings.size());
    best = std::min(best, check_one_meaning(std::string_view(meanings).substr(at, end - at), given));
    at = end + 1;
  }
  return best;
}

int quality_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact: return 5;
    case Verdict::accents_differ: return 4;
    case Verdict::article_differs:
    case Verdict::almost: return 3;
    case Verdict::wrong: break;
  }
  return 1;
}

}  // namespace learn_greek
