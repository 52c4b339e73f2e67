// Processes that tests left behind. As a subreaper we are their parent once theirs is gone, wherever they moved.
#pragma once

#include <sys/types.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trireme::execute {

struct Leftover {
  pid_t pid = 0;
  std::string command;  // its command line, shortened; "" of all but the first few of many
  double started = 0;   // seconds since the machine was; 0: unknown
  bool is_gone = true;  // else it could not be killed
  std::string program;  // as the kernel calls what it has executed; "": nothing since it was forked
  // Seconds since then: as long as it would have lived by now. What passes from finding it to this call is in it.
  [[nodiscard]] double age() const;
};

struct EndOfGroup {
  std::vector<Leftover> left;
  // Programs, as the kernel calls what its orphans had executed, that a signal had ended before.
  std::set<std::string> killed;
};

// Kills the group of a process that has ended and is not reaped, and reaps its orphans. What has already ended is not among
// those left. Nothing waits longer than a second or two for one that cannot be killed.
EndOfGroup end_group(pid_t group);

// Kills and reaps the orphans of a worker whose process has just ended: those whose environment names it, as
// TRIREME_WORKER; "": all orphans. `own` are the processes we still run ourselves. What has already ended is reaped and not
// among them.
std::vector<Leftover> end_leftovers(const std::string& worker, const std::vector<pid_t>& own);

// A process that has been reaped, but is still there for who traces it.
std::optional<Leftover> held(pid_t ended);

// "left 2 processes behind, which were killed:" or "of which not all could be killed:", and a line for each; of many the first.
std::string told(const std::vector<Leftover>& leftovers);

// Kills the processes of another run, which is dead: those whose environment has a TRIREME_TMPDIR in its `directory`.
void end_processes_of(const std::string& directory);

}  // namespace trireme::execute
