#include "report/style.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"

namespace trireme::report {

namespace {

constexpr std::array<std::string_view, 9> k_codes = {"", "1", "31", "32", "33", "36", "31;1", "32;1", "33;1"};
constexpr std::array<std::string_view, 9> k_words = {"PASSED",  "FAILED", "CRASHED",     "TIMED OUT", "ERROR",
                                                     "SKIPPED", "FLAKY",  "INTERRUPTED", "NOT RUN"};
constexpr std::array<Paint, 9> k_paints = {Paint::green,  Paint::red,    Paint::red,    Paint::red,   Paint::red,
                                           Paint::yellow, Paint::yellow, Paint::yellow, Paint::yellow};

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// From U+1100 on most characters that are wide begin (Hangul, CJK, emoji); box drawing and the like in between are not.
int lead_width(unsigned char lead) {
  if (lead >= 0xf0) return 2;
  return lead >= 0xe3 && lead <= 0xed ? 2 : 1;
}

}  // namespace

std::string Style::paint(Paint how, std::string_view text) const {
  if (!color || how == Paint::none) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", k_codes[static_cast<std::size_t>(how)], text);
}

std::string Style::rule(char line, std::string_view title, Paint how) const {
  const int free = std::max(columns - width_of(title) - 2, 2);
  const auto left = static_cast<std::size_t>(free / 2);
  const auto right = static_cast<std::size_t>(free) - left;
  if (title.empty()) return paint(how, std::string(static_cast<std::size_t>(columns), line)) + "\n";
  return paint(how, fmt::format("{} {} {}", std::string(left, line), title, std::string(right, line))) + "\n";
}

Paint paint_of(model::Outcome outcome) { return k_paints[static_cast<std::size_t>(outcome)]; }

std::string_view word_of(model::Outcome outcome) { return k_words[static_cast<std::size_t>(outcome)]; }

bool is_live_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

int terminal_columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const int wanted = columns == nullptr ? 0 : std::atoi(columns);
  return wanted >= 20 && wanted <= 1000 ? wanted : 80;
}

Style style_for(model::Color wanted) {
  const bool color = wanted == model::Color::yes || (wanted == model::Color::automatic && is_live_terminal());
  return {color, terminal_columns()};
}

int width_of(std::string_view text) {
  int width = 0;
  for (const char c : text) {
    if (!is_continuation(c)) width += lead_width(static_cast<unsigned char>(c));
  }
  return width;
}

std::string_view fitting(std::string_view text, int columns) {
  std::size_t at = 0;
  for (int width = 0; at < text.size(); ++at) {
    if (is_continuation(text[at])) continue;
    width += lead_width(static_cast<unsigned char>(text[at]));
    if (width > columns) break;
  }
  return text.substr(0, at);
}

std::string one_line(std::string_view text) {
  std::string line = base::printable(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return line;
}

std::string whole_lines(std::string_view text) {
  std::string lines = base::printable(text);
  if (!lines.empty() && lines.back() != '\n') lines += '\n';
  return lines;
}

}  // namespace trireme::report
