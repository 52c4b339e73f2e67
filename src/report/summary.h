// The end of the terminal's report: one line for each test -r asks for, and the last line, whose numbers add up.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "events/tally.h"
#include "model/event.h"
#include "report/style.h"

namespace trireme::report {

class ShortSummary {
 public:
  // -r: f failed, E error, R flaky, s skipped and not run, p passed; a all but p, A all, N none. Upper and lower case of f, s
  // and p mean the same; pytest's other letters have no meaning here. The lines come in the order of the letters.
  explicit ShortSummary(const std::string& report_chars);

  void add(const model::TestFinished& test);
  void add(const model::ProcessFailed& failure);
  void add(const model::CollectionFailed& error);
  [[nodiscard]] std::string text(const Style& style) const;

 private:
  struct Line {
    model::Outcome outcome;
    std::string text;
  };
  void add(model::Outcome outcome, const std::string& id, const std::string& why);

  std::string letters_;
  std::vector<Line> lines_;
};

struct Ending {
  std::size_t deselected = 0;
  double seconds = 0;
  bool ruled = true;  // between `=====`
};

// "=== 3 failed (1 crashed), 5 passed, 1 skipped, 1 error in 3.45s ===": failed, passed, flaky, skipped, errors, interrupted
// and not run add up to the selected tests, but for errors that belong to no test.
// Leaky are counted beside them.
std::string last_line(const events::Tally& tally, const Ending& ending, const Style& style);

// The databases that were kept, and what opens them.
std::string kept_text(const std::vector<std::string>& kept, const Style& style);

// "in 3.45s", "in 63.00s (0:01:03)"
std::string took(double seconds);

}  // namespace trireme::report
