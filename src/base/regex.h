// Regular expressions of the user's, searched for in text of the tests': RE2, whose time and stack are bounded whatever
// either of them is.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace trireme::base {

class Regex {
 public:
  // An error says what is wrong with the expression.
  static Result<Regex> compile(const std::string& expression);

  // Does it match anywhere in `text`? `.` does not match a newline.
  [[nodiscard]] bool is_in(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace trireme::base
