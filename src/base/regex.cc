#include "base/regex.h"

#include <re2/re2.h>

namespace trireme::base {

Result<Regex> Regex::compile(const std::string& expression) {
  auto compiled = std::make_shared<const re2::RE2>(expression, re2::RE2::Quiet);
  if (!compiled->ok()) return fail("{}", compiled->error());
  return Regex(std::move(compiled));
}

bool Regex::is_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace trireme::base
