// Small string tools that several stages need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trireme::base {

// Does `text` match the shell pattern: `*` any run (also of '/'), `?` any one character, nothing else special?
bool glob_match(std::string_view pattern, std::string_view text);

// The candidate that is the fewest edits away from `word`, or "" when none is near enough to be a typing error.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// Text that may be shown on a terminal or put in a document: invalid UTF-8 and control characters (but not \n and \t)
// become visible (`\xff`, `\x1b`).
std::string printable(std::string_view text);

// The last lines of what a program printed, printable and without the newline at their end: at most ten, and some 2000 bytes.
std::string last_lines(std::string_view text);

bool is_utf8(std::string_view text);
// The length of the valid UTF-8 sequence at the start of `text` (which is not empty), or 0.
std::size_t utf8_length(std::string_view text);

// ASCII lower case.
std::string lower(std::string_view text);

// Adds "s" unless count is 1: "1 test", "3 tests".
std::string counted(std::size_t count, std::string_view noun);

// As a shell would need it written to read it back as one word: in POSIX's way, or where it has bytes that cannot be shown,
// as bash's $'…'.
std::string shell_quoted(std::string_view word);

}  // namespace trireme::base
