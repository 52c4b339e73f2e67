// Colours, rules and widths: how text is dressed. Without colour nothing here makes a control code.
#pragma once

#include <string>
#include <string_view>

#include "model/options.h"
#include "model/outcome.h"

namespace trireme::report {

enum class Paint { none, bold, red, green, yellow, cyan, bold_red, bold_green, bold_yellow };

struct Style {
  bool color = false;

  [[nodiscard]] std::string paint(Paint how, std::string_view text) const;
  // `===== title =====`, as wide as the terminal; the title is shown whole even where it is wider.
  [[nodiscard]] std::string rule(char line, std::string_view title, Paint how = Paint::none) const;

  int columns = 80;
};

Paint paint_of(model::Outcome outcome);
// "PASSED", "TIMED OUT", …
std::string_view word_of(model::Outcome outcome);

// Is standard output a terminal that understands control codes?
bool is_live_terminal();
// Columns of the terminal on standard output, COLUMNS, or 80.
int terminal_columns();
Style style_for(model::Color wanted);

// Columns that valid UTF-8 takes, wide characters two; and as much of it as fits.
int width_of(std::string_view text);
std::string_view fitting(std::string_view text, int columns);

// One line for one line: control characters visible, newlines and tabs spaces.
std::string one_line(std::string_view text);
// printable(), ending with a newline.
std::string whole_lines(std::string_view text);

}  // namespace trireme::report
