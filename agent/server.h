// The fork server's loop.
#pragma once

namespace trireme::agent {

struct Program {
  int argc = 0;
  char** argv = nullptr;
  char** environment = nullptr;
};

// Serves requests that come over `socket` until the runner is gone, and ends the process then. Returns in each child, with
// what its main is to be called with.
Program serve(int socket);

}  // namespace trireme::agent
