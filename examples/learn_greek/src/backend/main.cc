// The server: DATABASE_URL names a database with db/schema.sql in it, PORT where to listen (8080).
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "backend/api.h"
#include "backend/http_server.h"

int main() {
  const char* const url = std::getenv("DATABASE_URL");
  const char* const port = std::getenv("PORT");
  try {
    learn_greek::HttpServer server(
        [url](const learn_greek::Request& request) {
          thread_local learn_greek::SqlConnection connection(url != nullptr ? url : "");
          return learn_greek::Api(connection, [] { return static_cast<long>(std::time(nullptr)); }).handle(request);
        },
        8, port != nullptr ? std::stoi(port) : 8080);
    std::cout << "listening on http://127.0.0.1:" << server.port() << std::endl;
    server.wait();
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}
