// What is before the braces of a function, or of what only looks like one: code as code_of() has it.
#pragma once

#include <string_view>

namespace trireme::coverage {

// Of a class or a namespace? A function has parentheses; that a type of its may be named with "struct" makes it one at worst.
bool is_scope(std::string_view head);

bool is_lambda(std::string_view head);

// Is other code made of its body when that is compiled, so that who calls it has not run it? Its value may be used then
// (constexpr), or its type is what it returns (auto).
bool makes_other_code(std::string_view head);

}  // namespace trireme::coverage
