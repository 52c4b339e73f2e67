// URLs of servers: the user's, as the runner reads it, and TEST_DATABASE_URL, as the library for tests writes it again.
#include "client/url.h"
#include "input.h"
#include "postgres/url.h"

#include <trireme/postgres.h>

using namespace trireme;

namespace {

void write_again(const std::string& url) try {
  const std::string written = detail::url_with(url, "fuzz");
  fuzz::check(detail::url_with(written, "other") == written);
} catch (const DatabaseError&) {
  // It is none.
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string url = std::string(fuzz::text(data, size)).c_str();
  write_again(url);
  const auto given = postgres::read_url(url);
  if (!given) {
    fuzz::check(!given.error().text.empty());
    return 0;
  }
  fuzz::check(!postgres::place_of(given->address).empty());
  for (const postgres::ConnectionSetting& each : given->address.more) {
    const std::string shown = postgres::shown_url_of(given->address, given->database);
    fuzz::check(!each.secret || shown.find("password=") == std::string::npos);
  }
  return 0;
}
