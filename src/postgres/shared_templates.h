// Templates that stay on a server for the runs to come. One appears whole, by a rename, or not at all; of two runs that make the
// same one the first wins. A run that uses one holds a lock of its hash (liveness.h), and what is held is not removed.
#pragma once

#include <string>

#include "postgres/connection.h"

namespace trireme::postgres {

Async<bool> has_shared_template(Connection& server, std::string name);

struct Publication {
  std::string key;   // of the run
  std::string from;  // a template of the run's, sealed
  std::string to;
  bool replaces = false;  // … the one that is there
};
// False: another run was quicker, or the name is somebody else's; the run goes on with its own.
Async<bool> publish_template(Connection& server, const Publication& publication);

// Gives a database of ours a first line of its comment. What the user's schema says of it comes after that.
Async<void> put_mark(Connection& server, std::string name, std::string mark);

}  // namespace trireme::postgres
