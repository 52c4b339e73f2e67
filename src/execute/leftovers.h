// Processes that tests left behind. As a subreaper we are their parent once theirs is gone, wherever they moved.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace trireme::execute {

struct Leftover {
  pid_t pid = 0;
  std::string command;  // its command line, shortened
};

// Kills and reaps the orphans of a worker whose process has just ended: those whose environment names it, as
// TRIREME_WORKER. `own` are the processes we still run ourselves. What has already ended is reaped and not named.
std::vector<Leftover> end_leftovers(const std::string& worker, const std::vector<pid_t>& own);

// Kills the processes of another run, which is dead: those whose environment has a TRIREME_TMPDIR in its `directory`.
void end_processes_of(const std::string& directory);

}  // namespace trireme::execute
