#include "postgres/supply.h"

#include <poll.h>

namespace trireme::postgres {

bool Supply::ended() {
  pollfd end{.fd = watched(), .events = POLLIN};
  if (end.fd >= 0 && poll(&end, 1, 0) == 0) return false;
  return !loss().empty();
}

}  // namespace trireme::postgres
