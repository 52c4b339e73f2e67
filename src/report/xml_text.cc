#include "report/xml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace trireme::report {

namespace {

bool is_plain(char c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t'; }

bool is_forbidden(std::string_view sequence) {
  if (sequence.size() == 1) return !is_plain(sequence[0]) && sequence[0] != 0x7f;
  return sequence == "\xef\xbf\xbe" || sequence == "\xef\xbf\xbf";
}

void append_named(std::string& out, std::string_view sequence) {
  if (sequence.size() == 1) {
    fmt::format_to(std::back_inserter(out), "#x{:02X}", static_cast<unsigned char>(sequence[0]));
  } else {
    out += sequence == "\xef\xbf\xbe" ? "#xFFFE" : "#xFFFF";
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = base::utf8_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0 || is_forbidden(sequence)) {
      append_named(result, sequence);
    } else {
      result += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return result;
}

}  // namespace trireme::report
