#include "backend/http_server.h"

#include <httplib.h>

#include <stdexcept>
#include <string>
#include <thread>

namespace learn_greek {

namespace {

Request request_of(const httplib::Request& request) {
  const std::string authorization = request.get_header_value("Authorization");
  const std::string bearer = "Bearer ";
  const bool has_token = authorization.rfind(bearer, 0) == 0;
  return {request.method,
          request.path,
          has_token ? authorization.substr(bearer.size()) : "",
          request.body,
          request.get_param_value("day"),
          request.get_param_value("q")};
}

}  // namespace

struct HttpServer::Implementation {
  httplib::Server server;
  std::thread thread;
  int port = 0;
};

HttpServer::HttpServer(std::function<Response(const Request&)> handle, int threads, int port)
    : implementation_(std::make_unique<Implementation>()) {
  httplib::Server& server = implementation_->server;
  server.new_task_queue = [threads] { return new httplib::ThreadPool(static_cast<std::size_t>(threads)); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1);
  const auto answer = [handle = std::move(handle)](const httplib::Request& request, httplib::Response& response) {
    Response made = handle(request_of(request));
    response.status = made.status;
    response.set_content(std::move(made.body), "application/json");
  };
  server.Get(".*", answer).Post(".*", answer).Put(".*", answer).Delete(".*", answer);
  implementation_->port = port == 0 ? server.bind_to_any_port("127.0.0.1") : port;
  if (implementation_->port < 0 || (port != 0 && !server.bind_to_port("127.0.0.1", port))) {
    throw std::runtime_error("cannot listen on port " + std::to_string(port));
  }
  implementation_->thread = std::thread([this] { implementation_->server.listen_after_bind(); });
  while (!server.is_running()) std::this_thread::yield();  // before that, stop() does nothing
}

HttpServer::~HttpServer() {
  implementation_->server.stop();
  wait();
}

int HttpServer::port() const { return implementation_->port; }

void HttpServer::wait() {
  if (implementation_->thread.joinable()) implementation_->thread.join();
}

}  // namespace learn_greek
