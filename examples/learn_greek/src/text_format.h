// Decks as text: `greek,meaning,tag tag` a line. A field with a comma, quote or newline is quoted, quotes doubled.
#pragma once

#include <string>
#include <string_view>

#include "card.h"

namespace learn_greek {

std::string export_deck(const Deck& deck);
// Throws std::invalid_argument that names the line (a quote not closed, no meaning, a word twice).
Deck import_deck(std::string name, std::string_view text);

}  // namespace learn_greek
