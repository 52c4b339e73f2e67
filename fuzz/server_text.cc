// What a PostgreSQL server and libpq say: why there is no connection, and what is in the log.
#include "base/text.h"
#include "input.h"
#include "postgres/refusal.h"
#include "postgres/server_log.h"

using namespace trireme;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text(data, size));
  const postgres::Address address{"h", 1, "me", {{"password", "pw", "PGPASSWORD", true}}};
  const std::string why = postgres::refusal(address, text).text;
  fuzz::check(base::is_utf8(why) && why.find("pw") == std::string::npos);
  const std::string about = postgres::lines_about("a", text);
  fuzz::check(about.size() <= text.size() + 1);
  fuzz::check(postgres::lines_about("a", about) == about);
  return 0;
}
