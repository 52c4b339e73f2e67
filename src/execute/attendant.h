// What follows the processes of a run to read afterwards what they wrote: coverage. Execution knows it by this interface.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/fd.h"

namespace trireme::execute {

class Attendant {
 public:
  Attendant() = default;
  Attendant(const Attendant&) = delete;
  Attendant& operator=(const Attendant&) = delete;
  virtual ~Attendant() = default;

  // For the header; "" = nothing.
  [[nodiscard]] virtual std::string description() const { return ""; }
  // What the next process of this worker gets in its environment, "NAME=value".
  [[nodiscard]] virtual std::vector<std::string> environment(const std::string& worker) const = 0;
  // In which it counts what it runs, if it is forked (agent/counts.h); null: it does not.
  virtual std::shared_ptr<const base::Fd> counts_of_next(const std::string& worker) = 0;
  // The last process of this worker has ended, and all that it started. `tests`: the ids of those that ran in it.
  virtual void on_end(const std::string& worker, const std::vector<std::string>& tests) = 0;
  // After that: it was killed, crashed or ended before its tests did, whatever is said of those. `ids`: of what
  // it ended in, tests, suites or its program.
  virtual void on_early_end(const std::string& worker, const std::vector<std::string>& ids) = 0;
  // After that: a signal had ended these programs that the process had started, or they were still there and have been killed.
  // Names, as the kernel tells them; others may be among them.
  virtual void on_killed(const std::set<std::string>& programs) = 0;
  // The workers have new work: this is the time for what is long.
  virtual void catch_up() = 0;
};

}  // namespace trireme::execute
