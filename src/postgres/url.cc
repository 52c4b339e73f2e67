#include "postgres/url.h"

#include <fmt/format.h>

#include <string_view>

namespace trireme::postgres {

namespace {

std::string encoded(std::string_view text) {
  constexpr std::string_view k_plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string result;
  for (const char c : text) {
    result +=
        k_plain.find(c) != std::string_view::npos ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

}  // namespace

std::string url_of(const Address& address, const std::string& database) {
  return fmt::format("postgresql://{}@/{}?host={}&port={}", encoded(address.user), encoded(database),
                     encoded(address.directory), address.port);
}

std::vector<std::string> variables_for(const Address& address, const std::string& database,
                                       const std::vector<std::string>& more) {
  const std::string url = url_of(address, database);
  std::vector<std::string> result = {"TEST_DATABASE_URL=" + url, "PGHOST=" + address.directory,
                                     fmt::format("PGPORT={}", address.port), "PGDATABASE=" + database,
                                     "PGUSER=" + address.user};
  for (const std::string& each : more) result.push_back(each + "=" + url);
  return result;
}

}  // namespace trireme::postgres
