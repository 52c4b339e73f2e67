#include "postgres/refusal.h"

#include <array>
#include <sstream>
#include <string_view>

#include "base/text.h"
#include "postgres/url.h"

namespace trireme::postgres {

namespace {

constexpr int k_oldest = 130000;

struct Remedy {
  std::string_view sign;  // the server's code, or libpq's words
  std::string_view remedy;
};

constexpr std::array<Remedy, 13> k_remedies = {{
    {"28P01", "put the right password into the URL"},
    {"no password supplied", "put the password into the URL or into ~/.pgpass"},
    {"28000", "name another user in the URL, or let this one in by the server's pg_hba.conf"},
    {"53300", "end some of its sessions, or raise max_connections"},
    {"3D000", "name a database that exists, such as postgres, in the URL"},
    {"57P03", "wait until it takes connections"},
    {"could not translate host name", "is the host's name right?"},
    {"Connection refused", "is it running, and is the port right?"},
    {"No such file or directory", "is it running, and is its socket there?"},
    {"has not answered", "is the address right, and does no firewall stand between?"},
    {"No route to host", "is the address right?"},
    {"Network is unreachable", "is the address right?"},
    {"SSL", "see the sslmode of the URL"},
}};

// "28P01: " and what it is about.
bool begins_with_code(std::string_view text) {
  const std::string_view word = text.substr(0, 5);
  return text.substr(word.size()).starts_with(": ") && word.size() == 5 &&
         word.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

// Of the lines, one for each host and some about where in PostgreSQL's source, the last that says why. Its code comes apart.
struct Complaint {
  std::string text;
  std::string code;
};
Complaint read(const std::string& complaint) {
  Complaint result;
  std::istringstream lines(complaint);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("LOCATION:") || line.starts_with("\t")) continue;
    const std::size_t colon = line.find(":  ");
    const bool coded = colon != std::string::npos && begins_with_code(std::string_view(line).substr(colon + 3));
    if (coded) {
      result = {line.substr(colon + 10), line.substr(colon + 3, 5)};
    } else if (!line.starts_with("DETAIL:") && !line.starts_with("HINT:")) {
      result = {line, ""};
    }
  }
  return result;
}

}  // namespace

base::Error refusal(const Address& address, const std::string& complaint) {
  const auto [text, code] = read(complaint);
  std::string_view remedy = "see the server's log";
  for (const Remedy& each : k_remedies) {
    if (each.sign != code && text.find(each.sign) == std::string::npos) continue;
    remedy = each.remedy;
    break;
  }
  return {without_secrets(fmt::format("cannot use the database server at {}: {}; {}", base::printable(place_of(address)),
                                      base::printable(text), remedy),
                          address)};
}

Async<Connection> connect_to(const Address& address, std::string database, std::string name) {
  auto opened = co_await Connection::open(address, database, name);
  if (!opened) co_return tl::unexpected(refusal(address, opened.error().text));
  co_return opened;
}

bool is_of_the_server(const std::string& complaint) {
  const auto [text, code] = read(complaint);
  return !code.empty() || text.find("no password supplied") != std::string::npos;  // in answer to its question
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

}  // namespace trireme::postgres
