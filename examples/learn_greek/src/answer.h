// Is what was typed the word asked for?
#pragma once

#include <cstddef>
#include <string_view>

#include "card.h"

namespace learn_greek {

// From best to worst.
enum class Verdict { exact, accents_differ, article_differs, almost, wrong };

// Levenshtein's distance in letters.
std::size_t edit_distance(std::u32string_view left, std::u32string_view right);

// Case never counts. One wrong letter in five is "almost". The article (ο, η, το, οι, τα) is part of the answer if it
// is part of what is expected: a noun is learnt with its gender. Two kinds of mistake at once are wrong.
Verdict check_greek(std::string_view expected, std::string_view typed);
// The same, but a word that is another card's is no typing mistake: νομός for νόμος is wrong if both are known.
Verdict check_greek(const Deck& deck, const Card& card, std::string_view typed);
// The meaning may name several, "word, reason; account": one is enough, the best counts. Notes in parentheses and a
// first the, a, an, to or I do not count.
Verdict check_meaning(std::string_view expected, std::string_view typed);

// The SM-2 quality an answer is worth.
int quality_of(Verdict verdict);

}  // namespace learn_greek
