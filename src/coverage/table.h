// The table of coverage.py, to the character: for a terminal, and in Markdown.
#pragma once

#include <string>

#include "coverage/covered_file.h"

namespace trireme::coverage {

struct TableStyle {
  bool shows_missing = false;  // a column of lines
  bool skips_covered = false;  // files that are complete are counted only
};

std::string term_table(const Report& report, const TableStyle& style);
std::string markdown_table(const Report& report);

}  // namespace trireme::coverage
