#include "text_format.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace learn_greek {
namespace {

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\n") == field.npos) return field;
  std::string result = "\"";
  for (const char c : field) result.append(c == '"' ? 2 : 1, c);
  return result + '"';
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

std::invalid_argument error_in(int line, const std::string& what) {
  return std::invalid_argument("line " + std::to_string(line) + ": " + what);
}

// Takes one record off the front of the text.
std::vector<std::string> take_record(std::string_view& text, int line) {
  std::vector<std::string> fields(1);
  bool inside = false;
  std::size_t at = 0;
  for (; at < text.size() && (inside || text[at] != '\n'); ++at) {
    if (text[at] == '"' && inside && text.substr(at + 1, 1) == "\"") {
      fields.back() += text[at++];
    } else if (text[at] == '"') {
      inside = !inside;
    } else if (text[at] == ',' && !inside) {
      fields.emplace_back();
    } else {
      fields.back() += text[at];
    }
  }
  if (inside) throw error_in(line, "a quote is not closed");
  text.remove_prefix(std::min(at + 1, text.size()));
  return fields;
}

}  // namespace

std::string export_deck(const Deck& deck) {
  std::string text;
  for (const Card& card : deck.cards()) {
    std::string tags;
    for (const std::string& tag : card.tags) tags += (tags.empty() ? "" : " ") + tag;
    text += quoted(card.greek) + ',' + quoted(card.meaning) + ',' + quoted(tags) + '\n';
  }
  return text;
}

Deck import_deck(std::string name, std::string_view text) {
  Deck deck(std::move(name));
  for (int line = 1; !text.empty(); ++line) {
    std::vector<std::string> fields = take_record(text, line);
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (fields.size() < 2 || fields.size() > 3) throw error_in(line, "expected greek,meaning[,tags]");
    fields.resize(3);
    if (!deck.add({fields[0], fields[1], words(fields[2])})) throw error_in(line, "an empty side, or a word twice");
  }
  return deck;
}

}  // namespace learn_greek
