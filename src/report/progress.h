// pytest's progress characters, one a test, with the percentage at the right edge.
#pragma once

#include <cstddef>
#include <string>

#include "model/outcome.h"
#include "report/style.h"

namespace trireme::report {

class Progress {
 public:
  explicit Progress(Style style) : style_(style) {}

  // What to print for one more test.
  std::string add(model::Outcome outcome, std::size_t done, std::size_t total);
  // What to print before anything else may stand on a line of its own.
  std::string end_line(std::size_t done, std::size_t total);

 private:
  Style style_;
  int column_ = 0;
};

}  // namespace trireme::report
