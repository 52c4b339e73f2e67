// C++ text without what only looks like code, for those who look for braces and directives in it. It is no parser: what it takes
// wrong (a quote in text that the preprocessor leaves out) costs precision at most, since braces do not match then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trireme::coverage {

// As long as `text`, with its newlines: comments and the insides of literals are blanks.
std::string code_of(std::string_view text);

// Which lines of `text`, whose code this is, belong to directives of the preprocessor.
std::vector<bool> directives_of(std::string_view text, std::string_view code);

}  // namespace trireme::coverage
