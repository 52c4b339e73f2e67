// Templates that stay on a server for the runs to come. One appears whole, by a rename, or not at all; of two runs that make
// the same one the first wins. A run that uses one holds a lock of its hash (liveness.h), and what is held is not removed:
// whoever removes one takes the lock for himself, so that a run that asks for it at that moment waits, and finds that it is
// gone.
#pragma once

#include <string>

#include "postgres/connection.h"

namespace trireme::postgres {

Async<bool> has_shared_template(Connection& server, std::string name);

struct Publication {
  std::string key;   // of the run
  std::string from;  // a template of the run's, sealed
  std::string to;
  std::string hash;
  bool replaces = false;  // … the one that is there, also if it could be used
};
// False: another run was quicker or uses the one that is there, or the name is somebody else's; the run goes on with its own.
// `holder`: the session with the run's locks.
Async<bool> publish_template(Connection& holder, Connection& server, const Publication& publication);

// Not one that a run uses. `key`: of nobody else.
Async<void> drop_template(Connection& server, std::string name, std::string key);

// See clone_sql.h.
Async<void> put_mark(Connection& server, std::string name, std::string mark);

}  // namespace trireme::postgres
