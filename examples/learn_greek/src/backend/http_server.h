// The API on a TCP port of 127.0.0.1.
#pragma once

#include <functional>
#include <memory>

#include "backend/api.h"

namespace learn_greek {

class HttpServer {
 public:
  // Answers by `handle`, on up to that many threads at once. Port 0 is one that is free. Throws std::runtime_error if it cannot
  // listen.
  HttpServer(std::function<Response(const Request&)> handle, int threads, int port = 0);
  // Ends when the requests that are being answered are.
  ~HttpServer();
  [[nodiscard]] int port() const;
  void wait();  // until the destructor, or a signal

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace learn_greek
