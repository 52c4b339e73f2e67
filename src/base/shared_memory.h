// Shared memory that processes leave when they are killed. PostgreSQL's servers, and initdb's, have some that only they remove:
// a segment of System V's, and a file in /dev/shm.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

namespace trireme::base {

class SharedMemory {
 public:
  // A process that is about to be killed. What it makes between this and its end is missed: stop it first.
  void note(pid_t pid);
  // … and all its descendants.
  void note_tree(pid_t pid);
  // In the order in which they were noted.
  [[nodiscard]] const std::vector<pid_t>& noted() const { return makers_; }
  // What they made and nobody uses any more. Call when they are gone.
  void remove() const;

 private:
  std::vector<pid_t> makers_;
  std::set<std::string> files_;
};

}  // namespace trireme::base
