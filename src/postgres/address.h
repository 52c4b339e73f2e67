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
};

}  // namespace trireme::postgres
