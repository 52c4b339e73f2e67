#include "url.h"

#include <libpq-fe.h>

#include <map>
#include <memory>

#include <trireme/postgres.h>

namespace trireme::detail {

namespace {

// A slash too: libpq looks for user and password up to the first one.
std::string encoded(const std::string& text) {
  constexpr std::string_view k_plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string result;
  for (const char c : text) {
    if (k_plain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      result += {'%', "0123456789ABCDEF"[byte / 16], "0123456789ABCDEF"[byte % 16]};
    }
  }
  return result;
}

std::map<std::string, std::string> options_of(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(PQconninfoParse(url.c_str(), &message),
                                                                              PQconninfoFree);
  const std::unique_ptr<char, void (*)(void*)> owned(message, PQfreemem);
  // What libpq says may quote the URL, and with it a password.
  if (!parsed) throw DatabaseError("TEST_DATABASE_URL is no connection string; write postgresql://USER@HOST:PORT/DATABASE");
  std::map<std::string, std::string> options;
  for (const PQconninfoOption* each = parsed.get(); each->keyword != nullptr; ++each) {
    if (each->val != nullptr) options[each->keyword] = each->val;
  }
  return options;
}

std::string taken(std::map<std::string, std::string>& options, const char* name) {
  const auto node = options.extract(name);
  return node ? encoded(node.mapped()) : "";
}

std::string doubled(const std::string& text, char quote) {
  std::string result(1, quote);
  for (const char c : text) result += c == quote ? std::string(2, quote) : std::string(1, c);
  return result + quote;
}

}  // namespace

std::string url_with(const std::string& url, const std::string& application, const std::string& database) {
  auto options = options_of(url);
  options.emplace("application_name", application);
  if (!database.empty()) options["dbname"] = database;
  std::string result = "postgresql://" + taken(options, "user");
  const std::string password = taken(options, "password");
  if (!password.empty()) result += ":" + password;
  if (result.back() != '/') result += "@";
  result += "/" + taken(options, "dbname");
  char separator = '?';
  for (const auto& [name, value] : options) {
    result += separator + name + "=" + encoded(value);
    separator = '&';
  }
  return result;
}

// A backslash means something only in strings that begin with E, or where standard_conforming_strings is off, which has not
// been the default since 9.1.
std::string quoted_literal(const std::string& text) { return doubled(text, '\''); }
std::string quoted_name(const std::string& text) { return doubled(text, '"'); }

}  // namespace trireme::detail
