#include "postgres/rights.h"

#include "base/text.h"
#include "postgres/refusal.h"
#include "postgres/url.h"

namespace trireme::postgres {

namespace {

constexpr int k_oldest = 130000;
constexpr const char* k_in_template1 =
    "SELECT string_agg(concat_ws(' ', 'process', pid, 'of', usename, '(' || nullif(application_name, '') || ')'), ', ') "
    "FROM pg_stat_activity WHERE datname = 'template1' AND pid <> pg_backend_pid()";

}  // namespace

Async<Connection> connect_to(const Address& address, std::string database, std::string name) {
  auto opened = co_await Connection::open(address, database, name);
  if (!opened) co_return tl::unexpected(refusal(address, opened.error().text));
  co_return opened;
}

base::Result<void> check_age(const Connection& server, const std::string& bindir) {
  if (server.server_version() >= k_oldest) return {};
  return base::fail(
      "cannot use PostgreSQL {} of {}: templates need {} or newer; name the folder of another with --db-bindir=DIR",
      server.version_text(), bindir, k_oldest / 10000);
}

Async<void> check_rights(Connection& server, const Address& address) {
  const std::string place = place_of(address);
  if (server.server_version() < k_oldest) {
    co_return base::fail(
        "cannot use the database server at {}: it is PostgreSQL {}, and templates need {} or newer; name another, or say "
        "--db-url=own",
        place, server.version_text(), k_oldest / 10000);
  }
  CO_TRY(const Rows rows,
         co_await server.query(
             "SELECT rolcreatedb OR rolsuper, rolname, pg_is_in_recovery() FROM pg_roles WHERE rolname = current_user"));
  const auto& row = rows.at(0);
  if (row.at(2) == "t") {
    co_return base::fail("cannot use the database server at {}: it is a standby, which takes no writes; name its primary",
                         place);
  }
  if (row.at(0) != "t") {
    co_return base::fail(
        "cannot use the database server at {}: the role {} may not create databases; let a superuser say ALTER ROLE {} "
        "CREATEDB",
        place, row.at(1), quoted_name(row.at(1)));
  }
  co_return base::Result<void>();
}

Async<base::Error> why_not_made(Connection& server, const Address& address, base::Error said) {
  CO_TRY(const Rows rows, co_await server.query(k_in_template1));
  if (rows.empty() || rows[0].at(0).empty()) co_return said;
  co_return base::Error{fmt::format(
      "cannot use the database server at {}: it makes no database while somebody is connected to template1, which is "
      "copied: {}; end these sessions",
      place_of(address), base::printable(rows[0].at(0)))};
}

}  // namespace trireme::postgres
