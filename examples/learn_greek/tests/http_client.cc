#include "http_client.h"

#include <httplib.h>

#include <nlohmann/json.hpp>

namespace learn_greek {

std::string Reply::at(const std::string& place) const {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const nlohmann::json::json_pointer pointer(place);
  if (json.is_discarded() || !json.contains(pointer)) return "";
  const auto& value = json.at(pointer);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Reply HttpClient::send(const std::string& method, const std::string& path, const std::string& body) const {
  httplib::Client client("127.0.0.1", port_);
  client.set_tcp_nodelay(true);
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  if (!token_.empty()) request.set_header("Authorization", "Bearer " + token_);
  const httplib::Result result = client.send(request);
  return result ? Reply{result->status, result->body} : Reply{};
}

}  // namespace learn_greek
