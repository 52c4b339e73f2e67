#include "coverage/function_head.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

namespace trireme::coverage {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string_view> words_of(std::string_view code) {
  std::vector<std::string_view> words;
  for (auto at = code.begin(); at != code.end();) {
    const auto begin = std::find_if(at, code.end(), is_of_word);
    at = std::find_if_not(begin, code.end(), is_of_word);
    if (begin != at) words.emplace_back(&*begin, at - begin);
  }
  return words;
}

bool has_word(std::string_view code, std::string_view word) {
  const std::vector<std::string_view> words = words_of(code);
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view without_blanks_after(std::string_view code) { return code.substr(0, code.find_last_not_of(" \t\n\r") + 1); }

// An array, or operator[], has something before it.
bool begins_lambda(std::string_view before) {
  before = without_blanks_after(before);
  if (before.empty()) return true;
  if (before.back() == ')' || before.back() == ']') return false;
  return !is_of_word(before.back()) || words_of(before).back() == "return";
}

// Parentheses are empty then, but those of decltype(auto).
std::string without_arguments(std::string_view head) {
  std::string result;
  int depth = 0;
  for (std::size_t at = 0; at < head.size(); ++at) {
    if (head[at] == ')') --depth;
    if (depth <= 0) result += head[at];
    if (head[at] == '(' && depth++ == 0 && head.substr(at).starts_with("(auto)")) result += "auto";
  }
  return result;
}

// The arrow before a type that is said after the arguments.
std::size_t arrow_in(std::string_view head) {
  for (std::size_t at = head.find("->"); at != k_none; at = head.find("->", at + 1)) {
    if (!without_blanks_after(head.substr(0, at)).ends_with("operator")) return at;
  }
  return k_none;
}

bool has_type_of_its_body(std::string_view head) {
  const std::string plain = without_arguments(head);
  const std::size_t arrow = arrow_in(plain);
  return has_word(arrow == k_none ? plain : plain.substr(arrow), "auto");
}

}  // namespace

bool is_scope(std::string_view head) {
  constexpr std::array<std::string_view, 6> k_scopes = {"class", "struct", "union", "enum", "namespace", "extern"};
  const std::vector<std::string_view> words = words_of(head);
  const auto is_one = [&](std::string_view word) {
    return std::find(k_scopes.begin(), k_scopes.end(), word) != k_scopes.end();
  };
  if (!words.empty() && is_one(words.front())) return true;
  return head.find('(') == k_none && std::any_of(words.begin(), words.end(), is_one);
}

bool is_lambda(std::string_view head) {
  int depth = 0;
  for (std::size_t at = 0; at < head.size(); ++at) {
    if (head.substr(at).starts_with("[[")) {  // an attribute
      at = head.find("]]", at);
      if (at == k_none) return false;
      ++at;
    } else if (head[at] == '[') {
      if (begins_lambda(head.substr(0, at))) return true;
      ++depth;
    } else if (head[at] == ']' && --depth < 0) {
      return true;  // it began before braces, in which something it captures is made
    }
  }
  return false;
}

bool makes_other_code(std::string_view head) {
  // A macro that stands for it mostly has it in its name.
  std::string lower(head);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower.find("constexpr") != k_none || lower.find("consteval") != k_none || has_type_of_its_body(head);
}

}  // namespace trireme::coverage
