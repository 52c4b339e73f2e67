// What of a run is not counted, and of which tests.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "coverage/instrumented.h"
#include "coverage/memory_counts.h"

namespace trireme::coverage {

class Losses {
 public:
  using Found = MemoryCounts::Found;

  // A process has ended, of which this is in memory. `tests`: the ids of those that ran in it.
  void add(Found found, const std::vector<std::string>& tests);
  // … and it was killed or ended before its tests did. `ids`: of what it ended in.
  void add_early_end(Found found, const std::vector<std::string>& ids);
  // Signals have ended these programs that it had started. They may be of no interest.
  void add_killed(const KilledPrograms& programs, const std::vector<std::string>& tests);

  // Sentences. `instrumented`: what counts.
  [[nodiscard]] std::vector<std::string> told(const Instrumented& instrumented);
  // The ids of what did not tell all that it ran, after told().
  [[nodiscard]] const std::set<std::string>& ids() const { return lost_; }

 private:
  [[nodiscard]] std::vector<std::string> take_killed(const std::vector<std::string>& directories);

  bool damaged_ = false;
  std::set<std::string> lost_;
  std::set<std::string> cut_short_;                      // what ended too early to write what it counted
  std::set<std::string> partly_cut_short_;               // … of which something is in memory
  std::set<std::string> uncounted_;                      // tests of which something is lost for want of room
  std::set<std::string> executed_death_tests_;           // … of which nothing is in memory
  std::map<std::string, std::set<std::string>> killed_;  // … by the name of a program that a signal ended
  std::set<std::string> unnamed_;                        // … of which a shell ran a program that a signal ended
};

}  // namespace trireme::coverage
