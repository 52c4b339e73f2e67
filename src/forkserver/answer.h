// What a fork server says.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "agent/wire.h"

namespace trireme::forkserver {

struct Answer {
  enum class Kind { ready, unfit, started, refused, gone };
  Kind kind = Kind::gone;
  pid_t pid = 0;    // of started
  std::string why;  // of unfit and refused; reads after "because it "
};

// Of a packet as it came; what is none of agent/wire.h is `gone`.
Answer understood(std::string_view packet);

// The process of a reply `started`; 0 for anything else. What cannot be a child's number would be a signal to all the world.
pid_t started(const agent::Reply& reply);

}  // namespace trireme::forkserver
