// A server with the API on a socket, its database rolled back after the test.
#pragma once

#include <string>

#include "backend/http_server.h"
#include "database.h"
#include "factory.h"
#include "http_client.h"

namespace learn_greek {

class ApiCase : public DatabaseTest {
 protected:
  static constexpr long k_now = 1'700'000'000;  // 2023-11-14

  // A client that is logged in; its user has no password.
  HttpClient log_in(const User& user) {
    HttpClient client(server_.port());
    client.use_token(Tokens(sql()).add(user.id, k_now + 100));
    return client;
  }
  static std::string path(const std::string& kind, long id, const std::string& rest = "") {
    return "/" + kind + "/" + std::to_string(id) + rest;
  }

  Factory make_{sql()};
  Api api_{sql(), [] { return k_now; }};
  // One thread: the session of the test is one connection.
  HttpServer server_{[this](const Request& request) { return api_.handle(request); }, 1};
  User anna_ = make_.user();
  User eleni_ = make_.user();
  HttpClient nobody_{server_.port()};
  HttpClient anna_here_ = log_in(anna_);
  HttpClient eleni_here_ = log_in(eleni_);
};

}  // namespace learn_greek
