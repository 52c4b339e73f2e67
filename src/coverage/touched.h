// Which functions a change of a source touches. The compiler tells on which lines they are, not where their bodies begin; that is
// found in the text. What is not plainly inside of a body counts as outside, since it may concern any code: a signature, a
// macro, a function that was not there, braces that do not match, a body that other code is compiled from (constexpr, a
// type that is deduced).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace trireme::coverage {

// From the line of its name to that of its last brace, from 1.
struct FunctionRange {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  auto operator<=>(const FunctionRange&) const = default;
};

struct Touched {
  std::vector<FunctionRange> functions;
  std::optional<std::uint32_t> outside;  // the first line, of `before`, that is changed outside of bodies
};

// `functions`: of `before`.
Touched find_touched(std::string_view before, std::string_view after, const std::vector<FunctionRange>& functions);

}  // namespace trireme::coverage
