#include "text_format.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace learn_greek {
namespace {

constexpr std::string_view k_byte_order_mark = "\xef\xbb\xbf";

std::string quoted(const std::string& field) {
  // A mark at the front of the first field would be taken for the file's own.
  if (field.find_first_of(",\"\r\n") == field.npos && !field.starts_with(k_byte_order_mark)) return field;
  std::string result = "\"";
  for (const char c : field) result.append(c == '"' ? 2 : 1, c);
  return result + '"';
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

// Takes records off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with(k_byte_order_mark)) text_.remove_prefix(k_byte_order_mark.size());
  }

  [[nodiscard]] bool done() const { return text_.empty(); }

  std::vector<std::string> take_record() {
    line_ = next_line_;
    std::vector<std::string> fields{take_field()};
    while (text_.starts_with(',')) {
      text_.remove_prefix(1);
      fields.push_back(take_field());
    }
    if (text_.starts_with('\r')) text_.remove_prefix(1);
    if (text_.starts_with('\n')) text_.remove_prefix(1);
    ++next_line_;
    return fields;
  }

  // In the record taken last.
  [[nodiscard]] std::invalid_argument error(const std::string& what) const {
    return std::invalid_argument("line " + std::to_string(line_) + ": " + what);
  }

 private:
  std::string take_field() {
    if (text_.starts_with('"')) return take_quoted();
    const std::size_t end = std::min(text_.find_first_of(",\"\n"), text_.size());
    if (text_.substr(end, 1) == "\"") throw error("a quote inside a field that is not quoted");
    std::size_t length = end;
    if (text_.substr(end, 1) != "," && length > 0 && text_[length - 1] == '\r') --length;
    std::string field(text_.substr(0, length));
    text_.remove_prefix(length);
    return field;
  }

  std::string take_quoted() {
    std::string field;
    for (std::size_t at = 1; at < text_.size(); ++at) {
      if (text_[at] == '\n') ++next_line_;
      if (text_[at] != '"') {
        field += text_[at];
      } else if (text_.substr(at + 1, 1) == "\"") {
        field += text_[at++];
      } else {
        text_.remove_prefix(at + 1);
        if (!at_end_of_field()) throw error("something between a quote and the end of its field");
        return field;
      }
    }
    throw error("a quote is not closed");
  }

  [[nodiscard]] bool at_end_of_field() const {
    return text_.empty() || text_ == "\r" || text_.starts_with(',') || text_.starts_with('\n') || text_.starts_with("\r\n");
  }

  std::string_view text_;
  int line_ = 1;
  int next_line_ = 1;
};

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
  Reader reader(text);
  while (!reader.done()) {
    std::vector<std::string> fields = reader.take_record();
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (fields.size() < 2 || fields.size() > 3) throw reader.error("expected greek,meaning[,tags]");
    fields.resize(3);
    if (!deck.add({fields[0], fields[1], words(fields[2])})) {
      throw reader.error("an empty side, a word twice, or not UTF-8");
    }
  }
  return deck;
}

}  // namespace learn_greek
