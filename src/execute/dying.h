// A process of which a thread has crashed: it stands still until its stack has been taken, and dies when it is let go on.
#pragma once

#include "execute/launcher.h"

namespace trireme::execute {

class Dying {
 public:
  // The first crash counts. `at_once`: nobody wants the stack.
  void begin(const Crash& crash, bool at_once, double now, Process* process);
  // Its stack has come, or is waited for no longer: it shall die.
  void let(double now, Process* process);
  // Call a few times a second. True while it stands still only for its stack, or has to die of itself: then nothing else takes too
  // long.
  [[nodiscard]] bool check(double now, Process* process);

  [[nodiscard]] bool begun() const { return crash_.signal != 0; }
  [[nodiscard]] bool stands_still() const { return begun() && !may_die_; }
  // What it dies of; 0: it does not.
  [[nodiscard]] int signal() const { return crash_.signal; }
  // Seconds that it stood still.
  [[nodiscard]] double waited() const { return waited_; }

 private:
  Crash crash_;
  bool may_die_ = false;
  double began_at_ = 0;
  double waited_ = 0;
};

}  // namespace trireme::execute
