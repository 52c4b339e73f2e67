// What follows the processes of a run to read afterwards what they wrote: coverage. Execution knows it by this interface.
#pragma once

#include <string>
#include <vector>

namespace trireme::execute {

class Attendant {
 public:
  Attendant() = default;
  Attendant(const Attendant&) = delete;
  Attendant& operator=(const Attendant&) = delete;
  virtual ~Attendant() = default;

  // What the next process of this worker gets in its environment, "NAME=value".
  [[nodiscard]] virtual std::vector<std::string> environment(const std::string& worker) const = 0;
  // The last process of this worker was killed, crashed or ended before its tests did, whatever is said of those. `ids`: of what
  // it ended in, tests, suites or its program.
  virtual void on_early_end(const std::string& worker, const std::vector<std::string>& ids) = 0;
};

}  // namespace trireme::execute
