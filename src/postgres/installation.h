// PostgreSQL's programs on this machine.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace trireme::postgres {

struct Installation {
  std::string bindir;
  std::string psql;      // not all installations of the server have it beside the others
  std::string identity;  // differs from that of another build
  [[nodiscard]] std::string program(const std::string& name) const { return bindir + "/" + name; }
};

// The places to look at: `named` alone if it is not "", else PATH, then the versions below `versions`, the newest first.
struct Places {
  std::string named;
  std::string path;
  std::string versions = "/usr/lib/postgresql";
};

base::Result<Installation> find_installation(const Places& places);
// "" = there is none.
std::string find_psql(const Places& places);

}  // namespace trireme::postgres
