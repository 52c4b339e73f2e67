#include "options/secrets.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace trireme::options {

namespace {

using Span = std::pair<std::size_t, std::size_t>;

// "//USER:PASSWORD@": a password that should have been escaped may hold anything, so the last @ counts.
void add_of_user(const std::string& url, std::size_t begin, std::size_t end, std::vector<Span>& spans) {
  const std::size_t at = url.rfind('@', end);
  if (at == std::string::npos || at < begin) return;
  const std::size_t colon = url.find(':', begin);
  if (colon < at) spans.emplace_back(colon + 1, at - colon - 1);
}

void add_of_query(const std::string& url, std::size_t begin, std::vector<Span>& spans) {
  constexpr std::string_view k_name = "password=";  // sslpassword= too
  for (std::size_t found = url.find(k_name, begin); found != std::string::npos; found = url.find(k_name, found + 1)) {
    const std::size_t value = found + k_name.size();
    spans.emplace_back(value, std::min(url.find('&', value), url.size()) - value);
  }
}

}  // namespace

std::vector<Span> passwords_in(const std::string& argument) {
  std::vector<Span> spans;
  const std::size_t scheme = argument.find("://");
  if (scheme == std::string::npos || argument.find("postgres") > scheme) return spans;
  const std::size_t begin = scheme + 3;
  const std::size_t query = argument.find('?', begin);
  add_of_user(argument, begin, query, spans);
  if (query != std::string::npos) add_of_query(argument, query, spans);
  return spans;
}

std::string without_password(const std::string& argument) {
  std::string result = argument;
  const std::vector<Span> spans = passwords_in(argument);
  for (auto each = spans.rbegin(); each != spans.rend(); ++each) {
    const bool of_user = result[each->first - 1] == ':';  // without a colon there is none, not an empty one
    result.erase(each->first - (of_user ? 1 : 0), each->second + (of_user ? 1 : 0));
  }
  return result;
}

std::string without_passwords(const std::string& text) {
  std::string result;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    result += without_password(text.substr(begin, end - begin)) + "\n";
  }
  return result + without_password(text.substr(begin));
}

void hide_passwords(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    for (const auto& [begin, length] : passwords_in(argv[i])) std::memset(argv[i] + begin, 'x', length);
  }
}

}  // namespace trireme::options
