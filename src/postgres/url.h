// How a program is told which database is its own, and how we are told of a server.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "postgres/address.h"

namespace trireme::postgres {

// "postgresql://USER@/DATABASE?host=DIRECTORY&port=N", or "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?KEYWORD=VALUE".
std::string url_of(const Address& address, const std::string& database);
// The same without what is secret.
std::string shown_url_of(const Address& address, const std::string& database);

// TEST_DATABASE_URL, the variables `more` with the same value, and libpq's.
std::vector<std::string> variables_for(const Address& address, const std::string& database,
                                       const std::vector<std::string>& more);

// Where a server is, for a reader.
std::string place_of(const Address& address);

// A text that others wrote, without what is secret in the address.
std::string without_secrets(std::string text, const Address& address);

// What the user says of a server, by a URL.
struct GivenUrl {
  Address address;       // as it is written: all in `more`
  std::string database;  // "" = none
};
base::Result<GivenUrl> read_url(const std::string& url);

}  // namespace trireme::postgres
