// Decks as text: `greek,meaning,tag tag` a line. A field with a comma, quote or line end is quoted, quotes doubled.
#pragma once

#include <string>
#include <string_view>

#include "card.h"

namespace learn_greek {

std::string export_deck(const Deck& deck);
// Also takes what spreadsheets write: a byte order mark, lines that end in \r\n. Throws std::invalid_argument that
// names the line the card begins in (a quote not closed or out of place, no meaning, a word twice, not UTF-8).
Deck import_deck(std::string name, std::string_view text);

}  // namespace learn_greek
