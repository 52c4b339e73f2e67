// Where a server is, and as whom one comes to it.
#pragma once

#include <string>
#include <vector>

namespace trireme::postgres {

// A keyword of libpq's.
struct ConnectionSetting {
  std::string keyword;
  std::string value;
  std::string variable;  // of the environment, that says the same; "" = none does
  bool secret = false;
};

struct Address {
  std::string host;  // or a directory with its socket; "" = see `more`
  int port = 0;
  std::string user;
  std::vector<ConnectionSetting> more;
  std::string host_addresses = {};  // of the host, with commas, once they are known: for our own sessions
};

}  // namespace trireme::postgres
