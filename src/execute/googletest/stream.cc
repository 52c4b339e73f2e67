#include "execute/googletest/stream.h"

#include <array>
#include <charconv>
#include <utility>

namespace trireme::execute::googletest {

namespace {

using Kind = StreamEvent::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 7> k_kinds = {{
    {"TestProgramStart", Kind::program_start},
    {"TestProgramEnd", Kind::program_end},
    {"TestCaseStart", Kind::suite_start},
    {"TestCaseEnd", Kind::suite_end},
    {"TestStart", Kind::test_start},
    {"TestPartResult", Kind::test_part},
    {"TestEnd", Kind::test_end},
}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string url_decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

// The text between `key` and the next '&'.
std::string_view field(std::string_view line, std::string_view key) {
  const std::size_t start = line.find(key);
  if (start == std::string_view::npos) return {};
  line.remove_prefix(start + key.size());
  return line.substr(0, line.find('&'));
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view name_of(std::string_view line) {
  constexpr std::string_view k_key = "&name=";
  const std::size_t start = line.find(k_key);
  return start == std::string_view::npos ? std::string_view{} : line.substr(start + k_key.size());
}

}  // namespace

StreamEvent parse_stream_line(std::string_view line) {
  StreamEvent event;
  const std::string_view kind = field(line, "event=");
  if (!line.starts_with("event=")) return event;
  for (const auto& [text, value] : k_kinds) {
    if (text == kind) event.kind = value;
  }
  if (event.kind == Kind::suite_start || event.kind == Kind::test_start) event.name = name_of(line);
  if (event.kind == Kind::test_end) {
    event.passed = field(line, "&passed=") == "1";
    event.elapsed = number(field(line, "&elapsed_time=")) / 1000.0;
  }
  if (event.kind == Kind::test_part) {
    event.file = url_decoded(field(line, "&file="));
    event.line = number(field(line, "&line="));
    event.message = url_decoded(field(line, "&message="));
  }
  return event;
}

}  // namespace trireme::execute::googletest
