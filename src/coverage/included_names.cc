#include "coverage/included_names.h"

namespace trireme::coverage {

namespace {

constexpr std::string_view k_directive = "include";
constexpr std::size_t k_none = std::string_view::npos;

bool is_directive(std::string_view text, std::size_t at) {
  const std::size_t mark = at == 0 ? k_none : text.find_last_not_of(" \t", at - 1);
  return mark != k_none && text[mark] == '#';
}

}  // namespace

std::set<std::string> included_names(std::string_view text) {
  std::set<std::string> names;
  for (std::size_t at = text.find(k_directive); at != k_none; at = text.find(k_directive, at + 1)) {
    const std::size_t open = is_directive(text, at) ? text.find_first_of("\"<\n", at) : k_none;
    const std::size_t close = open == k_none || text[open] == '\n' ? k_none : text.find_first_of("\">\n", open + 1);
    if (close == k_none) continue;
    const std::string_view path = text.substr(open + 1, close - open - 1);
    names.emplace(path.substr(path.rfind('/') + 1));
  }
  return names;
}

}  // namespace trireme::coverage
