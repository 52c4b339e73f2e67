// The HTTP API without HTTP: a request in, a response out. Bodies are JSON; README.md lists the routes.
#pragma once

#include <string>

#include "backend/auth.h"
#include "backend/sql.h"

namespace learn_greek {

struct Request {
  std::string method;
  std::string path;   // without the query
  std::string token;  // of "Authorization: Bearer …"
  std::string body;
  std::string day;   // the query's, "2024-02-29"; "" = none
  std::string text;  // the query's q
};

struct Response {
  int status = 200;
  std::string body;
};

class Api {
 public:
  Api(Sql& sql, Clock clock, AuthSettings settings = {}) : sql_(sql), clock_(std::move(clock)), settings_(settings) {}
  // Throws nothing: an error of the database is a 500.
  Response handle(const Request& request) noexcept;

 private:
  Sql& sql_;
  Clock clock_;
  AuthSettings settings_;
};

}  // namespace learn_greek
