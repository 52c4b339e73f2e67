// Text of others, made safe for terminal, XML, HTML and shell; and patterns, here the first line.
#include <algorithm>
#include <pugixml.hpp>

#include "base/text.h"
#include "coverage/markup.h"
#include "input.h"
#include "report/xml_text.h"

using namespace trireme;

namespace {

bool is_safe(const std::string& text) {
  const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; };
  return base::is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

char escaped(std::string_view word, std::size_t& i) {
  const char c = word[i];
  if (c == 'n') return '\n';
  if (c == 't') return '\t';
  if (c != 'x') return c;
  fuzz::check(i + 2 < word.size());
  const std::string digits(word.substr(i + 1, 2));
  i += 2;
  return static_cast<char>(std::stoi(digits, nullptr, 16));
}

// As bash reads one word, in single quotes or in $'…'.
std::string unquoted(std::string_view word) {
  const bool has_escapes = word.substr(0, 2) == "$'";
  if (has_escapes) word.remove_prefix(1);
  std::string result;
  bool quoted = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\'') {
      quoted = !quoted;
    } else if (word[i] == '\\' && (has_escapes || !quoted)) {
      ++i;
      result += has_escapes ? escaped(word, i) : word[i];
    } else {
      result += word[i];
    }
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text(data, size));
  const std::string printable = base::printable(text);
  fuzz::check(is_safe(printable) && base::printable(printable) == printable);
  fuzz::check(is_safe(base::last_lines(text)));
  fuzz::check(unquoted(base::shell_quoted(text)) == text);
  const std::string markup = coverage::markup_text(text);
  pugi::xml_document document;
  fuzz::check(document.load_string(("<a b=\"" + markup + "\">" + markup + "</a>").c_str(),
                                   pugi::parse_default | pugi::parse_ws_pcdata));
  fuzz::check(document.child("a").text().get() == report::xml_text(text));
  std::string_view rest = text;
  const std::string_view pattern = fuzz::take_piece(rest, '\n');
  if (base::glob_match(pattern, rest)) fuzz::check(base::glob_match("*" + std::string(pattern) + "*", rest));
  fuzz::check(base::glob_match("*", rest));
  return 0;
}
