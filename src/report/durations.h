// --durations=N: the slowest tests, in pytest's words.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"
#include "report/style.h"

namespace trireme::report {

class Durations {
 public:
  // `wanted`: how many, 0 = all, nullopt = nothing is kept or shown. Without `tiny_too` those under 5 ms are left out.
  Durations(std::optional<int> wanted, bool tiny_too) : wanted_(wanted), tiny_too_(tiny_too) {}

  void add(const model::TestFinished& test);
  [[nodiscard]] std::string text(const Style& style) const;

 private:
  std::optional<int> wanted_;
  bool tiny_too_;
  std::vector<std::pair<double, std::string>> tests_;  // seconds, id
};

}  // namespace trireme::report
