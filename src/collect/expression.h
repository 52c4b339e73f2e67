// pytest's expression grammar, for -k and -m: names, `and`, `or`, `not`, parentheses.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace trireme::collect {

class Expression {
 public:
  // An error is worded as pytest's: "at column 3: expected right parenthesis; got end of input". A blank text is an
  // expression that is never true.
  static base::Result<Expression> parse(std::string_view text);

  // `holds` says whether a name is true.
  [[nodiscard]] bool evaluate(const std::function<bool(const std::string&)>& holds) const;

  // Every name in it, as written, in order.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  friend class ExpressionParser;

  enum class Step { name, negate, both, either };

  std::vector<Step> steps_;  // postfix; each `name` stands for the next of names_
  std::vector<std::string> names_;
};

}  // namespace trireme::collect
