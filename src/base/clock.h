// The clock of this process. It stands still while the process is stopped.
#pragma once

namespace trireme::base {

// Seconds since it was first asked.
double now();

// Stops the process, as its terminal does, until somebody continues it; how many seconds that took.
double stop_for_a_while();

}  // namespace trireme::base
