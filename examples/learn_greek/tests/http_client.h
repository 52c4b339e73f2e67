// Requests to a server of the test's own, over a socket.
#pragma once

#include <string>

namespace learn_greek {

struct Reply {
  int status = 0;  // 0: no answer
  std::string body{};

  // The value at a place like "/own/0/name": a text as it is, anything else as JSON; "" if there is none.
  [[nodiscard]] std::string at(const std::string& place) const;
  [[nodiscard]] long number(const std::string& place) const { return std::stol(at(place)); }
};

class HttpClient {
 public:
  explicit HttpClient(int port) : port_(port) {}
  void use_token(const std::string& token) { token_ = token; }

  Reply get(const std::string& path) const { return send("GET", path, ""); }
  Reply post(const std::string& path, const std::string& body) const { return send("POST", path, body); }
  Reply put(const std::string& path, const std::string& body) const { return send("PUT", path, body); }
  Reply remove(const std::string& path) const { return send("DELETE", path, ""); }
  Reply send(const std::string& method, const std::string& path, const std::string& body) const;

 private:
  int port_;
  std::string token_;
};

}  // namespace learn_greek
