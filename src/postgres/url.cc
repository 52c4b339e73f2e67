#include "postgres/url.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "postgres/libpq.h"

namespace trireme::postgres {

namespace {

constexpr const char* k_hidden = "********";

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// A slash ends all parts but those after the question mark.
std::string encoded(std::string_view text) {
  constexpr std::string_view k_plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string result;
  for (const char c : text) {
    result +=
        k_plain.find(c) != std::string_view::npos ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

// "//USER:PASSWORD@HOST:PORT/DATABASE": a password that should have been escaped ends at its own @ or /, and what is left of it
// would be a host, a port or a database, which are shown.
bool may_show_a_password(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) return false;
  const std::string parts = url.substr(scheme + 3, url.find('?', scheme) - scheme - 3);
  const std::size_t at = parts.rfind('@');
  return at != std::string::npos && parts.find_first_of("@/") < at;
}

bool is_port(const std::string& text) { return text.find_first_not_of("0123456789,") == std::string::npos; }

bool is_directory(const std::string& host) { return host.starts_with('/') || host.starts_with('@'); }

// An IPv6 address is told from the port by brackets.
std::string in_url(const std::string& host) { return host.find(':') == std::string::npos ? encoded(host) : "[" + host + "]"; }

std::string written(const Address& address, const std::string& database, const std::string& password,
                    const std::vector<ConnectionSetting>& settings) {
  std::string url = "postgresql://" + encoded(address.user) + (password.empty() ? "" : ":" + encoded(password)) + "@";
  const bool local = is_directory(address.host);
  if (!local) url += fmt::format("{}:{}", in_url(address.host), address.port);
  url += "/" + encoded(database);
  char separator = '?';
  const auto add = [&](const std::string& keyword, const std::string& value) {
    std::string written = encoded(value);
    replace_all(written, "%2F", "/");
    url += separator + keyword + "=" + written;
    separator = '&';
  };
  if (local) add("host", address.host);
  if (local) add("port", std::to_string(address.port));
  for (const ConnectionSetting& each : settings) add(each.keyword, each.value);
  return url;
}

}  // namespace

std::string url_of(const Address& address, const std::string& database) {
  std::string password;
  std::vector<ConnectionSetting> others;
  for (const ConnectionSetting& each : address.more) {
    if (each.keyword == "password") {
      password = each.value;
    } else {
      others.push_back(each);
    }
  }
  return written(address, database, password, others);
}

std::string shown_url_of(const Address& address, const std::string& database) {
  std::vector<ConnectionSetting> open = address.more;
  std::erase_if(open, [](const ConnectionSetting& each) { return each.secret; });
  return written(address, database, "", open);
}

std::vector<std::string> variables_for(const Address& address, const std::string& database,
                                       const std::vector<std::string>& more) {
  const std::string url = url_of(address, database);
  std::vector<std::string> result = {"TEST_DATABASE_URL=" + url, "PGHOST=" + address.host,
                                     fmt::format("PGPORT={}", address.port), "PGDATABASE=" + database,
                                     "PGUSER=" + address.user};
  for (const ConnectionSetting& each : address.more) {
    if (!each.variable.empty()) result.push_back(each.variable + "=" + each.value);
  }
  for (const std::string& each : more) result.push_back(each + "=" + url);
  return result;
}

std::string place_of(const Address& address) {
  if (is_directory(address.host)) return address.host;
  if (!address.host.empty()) return fmt::format("{}:{}", in_url(address.host), address.port);
  std::string host;
  std::string port;
  for (const ConnectionSetting& each : address.more) {
    if (each.keyword == "host" || (each.keyword == "hostaddr" && host.empty())) host = each.value;
    if (each.keyword == "port") port = ":" + each.value;
  }
  return host.empty() ? "its default place" + port : host + port;
}

std::string without_secrets(std::string text, const Address& address) {
  for (const ConnectionSetting& each : address.more) {
    if (!each.secret || each.value.empty()) continue;
    replace_all(text, encoded(each.value), k_hidden);
    replace_all(text, each.value, k_hidden);
  }
  return text;
}

// What libpq says of a URL it cannot read has parts of it, which may be secret.
base::Result<GivenUrl> read_url(const std::string& url) {
  TRY(const Libpq* pq, load_libpq());
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(pq->parse_url(url.c_str(), &complaint),
                                                                              pq->free_parsed);
  const std::unique_ptr<char, void (*)(void*)> freed(complaint, pq->free_memory);
  if (!parsed) {
    return base::fail(
        "the URL of the database server (--db-url, TEST_DATABASE_URL) cannot be read; it is written "
        "postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with %40 for @ and %25 for % in its parts");
  }
  const base::Error cut_short{
      "the URL of the database server (--db-url, TEST_DATABASE_URL) cannot be read; write @ as %40 and / as %2F in a password"};
  if (may_show_a_password(url)) return tl::unexpected(cut_short);
  GivenUrl given;
  for (const PQconninfoOption* each = parsed.get(); each->keyword != nullptr; ++each) {
    if (each->val == nullptr || *each->val == '\0') continue;
    const std::string keyword = each->keyword;
    if (keyword == "port" && !is_port(each->val)) return tl::unexpected(cut_short);
    if (keyword == "dbname") {
      given.database = each->val;
    } else {
      const bool secret = each->dispchar != nullptr && *each->dispchar == '*';
      given.address.more.push_back({keyword, each->val, each->envvar != nullptr ? each->envvar : "", secret});
    }
  }
  return given;
}

}  // namespace trireme::postgres
