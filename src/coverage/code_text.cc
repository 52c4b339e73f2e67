#include "coverage/code_text.h"

#include <algorithm>
#include <cctype>

#include "coverage/line_diff.h"

namespace trireme::coverage {

namespace {

bool is_in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Blanking {
 public:
  explicit Blanking(std::string_view text) : text_(text), code_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        blank_until_newline();
      } else if (starts("/*")) {
        blank_to(after("*/", at_ + 2));
      } else if (text_[at_] == '"') {
        is_raw() ? blank_to(raw_end()) : blank_literal('"');
      } else if (text_[at_] == '\'' && !is_separator()) {
        blank_literal('\'');
      } else {
        ++at_;
      }
    }
    return std::move(code_);
  }

 private:
  [[nodiscard]] bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  [[nodiscard]] std::size_t after(std::string_view what, std::size_t from) const {
    const std::size_t found = text_.find(what, std::min(from, text_.size()));
    return found == std::string_view::npos ? text_.size() : found + what.size();
  }

  void blank_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (text_[at_] != '\n') code_[at_] = ' ';
    }
  }

  // A backslash takes the next line with it.
  void blank_until_newline() {
    std::size_t end = at_;
    do {
      end = after("\n", end);
    } while (end < text_.size() && end >= 2 && text_[end - 2] == '\\');
    blank_to(end);
  }

  // One that is not ended ends with its line.
  void blank_literal(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2U : 1U;
    blank_to(std::min(end + 1, text_.size()));
  }

  // The word that ends before the quote.
  [[nodiscard]] std::string_view word_before() const {
    std::size_t begin = at_;
    while (begin > 0 && is_in_word(text_[begin - 1])) --begin;
    return text_.substr(begin, at_ - begin);
  }

  [[nodiscard]] bool is_raw() const {
    const std::string_view word = word_before();
    return word == "R" || word == "u8R" || word == "uR" || word == "UR" || word == "LR";
  }

  [[nodiscard]] std::size_t raw_end() const {
    const std::size_t open = std::min(text_.find('(', at_), text_.size());
    return after(")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"", open);
  }

  // 1'000: a digit's, not a character's.
  [[nodiscard]] bool is_separator() const {
    const std::string_view word = word_before();
    if (word.empty()) return false;
    const bool follows_one = at_ > word.size() && text_[at_ - word.size() - 1] == '\'';
    return std::isdigit(static_cast<unsigned char>(word.front())) != 0 || follows_one;
  }

  std::string_view text_;
  std::string code_;
  std::size_t at_ = 0;
};

}  // namespace

std::string code_of(std::string_view text) { return Blanking(text).run(); }

std::vector<bool> directives_of(std::string_view text, std::string_view code) {
  const auto lines = lines_of(text);
  const auto codes = lines_of(code);
  std::vector<bool> result(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t first = codes[i].find_first_not_of(" \t");
    const bool continues = i > 0 && result[i - 1] && lines[i - 1].ends_with('\\');
    result[i] = continues || (first != std::string_view::npos && codes[i][first] == '#');
  }
  return result;
}

}  // namespace trireme::coverage
