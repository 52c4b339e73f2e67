// Which of the collected tests are to run: -k, -m and --deselect.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/expression.h"
#include "model/options.h"

namespace trireme::collect {

// Texts, asked whether one of them starts another text; fast however many they are.
class Prefixes {
 public:
  explicit Prefixes(std::vector<std::string> texts);
  [[nodiscard]] bool start(std::string_view text) const;

 private:
  std::vector<std::string> texts_;  // sorted, none the start of another
};

class Selection {
 public:
  // What the user got wrong in -k and -m, and undeclared marks under --strict-markers, is added to `usage_errors`.
  Selection(const model::Options& options, std::vector<std::string>& usage_errors);

  // -k looks for its names anywhere in the node id and the marks, in any case; -m wants whole marks.
  [[nodiscard]] bool selects(const std::string& id, const std::vector<std::string>& marks) const;

 private:
  std::optional<Expression> keyword_;
  std::optional<Expression> mark_;
  Prefixes deselected_;
};

}  // namespace trireme::collect
