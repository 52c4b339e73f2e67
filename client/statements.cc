#include "statements.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace trireme::detail {

namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

// Positions are in the text; each function returns the one behind what begins at `at`.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // A word, something quoted, a comment, or a character.
  std::size_t token(std::size_t at) const {
    const char c = text_[at];
    const char next = at + 1 < text_.size() ? text_[at + 1] : '\0';
    if (c == '-' && next == '-') return std::min(text_.find('\n', at), text_.size());
    if (c == '/' && next == '*') return comment(at);
    if ((c == 'e' || c == 'E') && next == '\'') return quoted(at + 1, true);
    if (c == '\'' || c == '"') return quoted(at, false);
    if (c == '$') return dollar_quoted(at);
    return is_word(c) ? word(at) : at + 1;
  }

  bool is_blank(std::size_t begin, std::size_t end) const {
    const std::string_view token = text_.substr(begin, end - begin);
    return std::isspace(static_cast<unsigned char>(token[0])) != 0 || token.substr(0, 2) == "--" || token.substr(0, 2) == "/*";
  }

 private:
  std::size_t word(std::size_t at) const {
    while (at < text_.size() && (is_word(text_[at]) || text_[at] == '$')) ++at;
    return at;
  }

  std::size_t quoted(std::size_t at, bool escapes) const {
    const char quote = text_[at];
    for (++at; at < text_.size(); ++at) {
      if (escapes && text_[at] == '\\')
        ++at;
      else if (text_[at] == quote)
        return at + 1;  // a doubled one begins another string, which does no harm
    }
    return text_.size();
  }

  // They nest.
  std::size_t comment(std::size_t at) const {
    int depth = 0;
    for (; at + 1 < text_.size(); ++at) {
      const std::string_view pair = text_.substr(at, 2);
      if (pair == "/*")
        ++depth, ++at;
      else if (pair == "*/" && --depth == 0)
        return at + 2;
      else if (pair == "*/")
        ++at;
    }
    return text_.size();
  }

  std::size_t dollar_quoted(std::size_t at) const {
    std::size_t end = at + 1;
    if (end < text_.size() && std::isdigit(static_cast<unsigned char>(text_[end])) != 0) return word(end);  // $1
    while (end < text_.size() && is_word(text_[end])) ++end;
    if (end == text_.size() || text_[end] != '$') return at + 1;
    const std::string_view tag = text_.substr(at, end + 1 - at);
    const std::size_t closing = text_.find(tag, end + 1);
    return closing == std::string_view::npos ? text_.size() : closing + tag.size();
  }

  std::string_view text_;
};

// The words of a statement up to a limit, in upper case; another character is a word of its own.
std::vector<std::string> words_of(std::string_view statement, std::size_t limit) {
  const Scanner scanner(statement);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < statement.size() && words.size() < limit;) {
    const std::size_t end = scanner.token(at);
    if (!scanner.is_blank(at, end)) words.push_back(upper(statement.substr(at, end - at)));
    at = end;
  }
  return words;
}

bool has_pair(std::string_view statement, std::string_view first, std::string_view second) {
  const std::vector<std::string> words = words_of(statement, 32);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i - 1] == first && words[i] == second) return true;
  }
  return false;
}

// CREATE FUNCTION … BEGIN ATOMIC …; …; END: the semicolons within end nothing.
class Nesting {
 public:
  void see(const std::string& word) {
    if (words_ < 4) routine_ = routine_ || (first_ == "CREATE" && (word == "FUNCTION" || word == "PROCEDURE"));
    if (words_++ == 0) first_ = word;
    if (!routine_) return;
    if (word == "BEGIN" || (word == "CASE" && depth_ > 0)) ++depth_;
    if (word == "END" && depth_ > 0) --depth_;
  }
  bool inside() const { return depth_ > 0; }

 private:
  std::string first_;
  int words_ = 0;
  int depth_ = 0;
  bool routine_ = false;
};

}  // namespace

std::vector<std::string> statements_of(std::string_view sql) {
  const Scanner scanner(sql);
  std::vector<std::string> result;
  Nesting nesting;
  std::size_t begin = 0;
  bool blank = true;
  const auto finish = [&](std::size_t end) {
    if (!blank) result.emplace_back(sql.substr(begin, end - begin));
    nesting = Nesting();
    blank = true;
    begin = end + 1;
  };
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t end = scanner.token(at);
    if (sql[at] == ';' && !nesting.inside()) {
      finish(at);
    } else if (!scanner.is_blank(at, end)) {
      blank = false;
      nesting.see(upper(sql.substr(at, end - at)));
    }
    at = end;
  }
  if (begin < sql.size()) finish(sql.size());
  return result;
}

Control control_of(std::string_view statement) {
  std::vector<std::string> words = words_of(statement, 4);
  words.resize(4);
  const std::string& first = words[0];
  const bool named = words[1] == "WORK" || words[1] == "TRANSACTION";
  if (first == "BEGIN" || (first == "START" && words[1] == "TRANSACTION")) return Control::begin;
  if (first == "PREPARE" && words[1] == "TRANSACTION") return Control::two_phase;
  if (first != "COMMIT" && first != "END" && first != "ROLLBACK" && first != "ABORT") return Control::none;
  if (words[1] == "PREPARED") return Control::two_phase;
  if (first == "COMMIT" || first == "END") return Control::commit;
  return words[named ? 2 : 1] == "TO" ? Control::none : Control::roll_back;
}

bool is_read_only(std::string_view begin) { return has_pair(begin, "READ", "ONLY"); }

bool is_chained(std::string_view end) { return has_pair(end, "AND", "CHAIN"); }

}  // namespace trireme::detail
