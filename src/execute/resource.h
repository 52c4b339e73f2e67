// What tests share with the runner beyond their process: a database server, say. Execution knows it by this interface.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/test_case.h"

namespace trireme::execute {

class Resource {
 public:
  Resource() = default;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;
  virtual ~Resource() = default;

  // What it is, for the header.
  [[nodiscard]] virtual std::string description() const = 0;
  // What is wrong with it and does not keep it from being used.
  [[nodiscard]] virtual std::vector<std::string> warnings() const { return {}; }
  // What the next process of this worker, of this launch, gets in its environment, "NAME=value". nullopt: it must wait; ask
  // again when the loop has turned. An error: its tests cannot run.
  using HandOut = std::optional<base::Result<std::vector<std::string>>>;
  virtual HandOut hand_out(const std::string& worker, const model::Launch& launch) = 0;
  // The process that got it last has ended, and all that it started.
  virtual void take_back(const std::string& worker) = 0;
  // Why tests can no longer use it; "" while they can.
  [[nodiscard]] virtual std::string lost() = 0;
  // Its own processes, which are no test's leftovers.
  [[nodiscard]] virtual std::vector<pid_t> own_processes() const = 0;
  // A process of this worker begins, or a further test of it has been heard to.
  virtual void begin(const std::string& /*worker*/) {}
  // Now and then. `now`: seconds, as in `since`.
  virtual void look(double /*now*/) {}
  // What it has written of what this worker did, for the report of a failure, and nothing twice; "" = nothing. Since begin(), or
  // from `since` on if that is earlier: of a short test it may be heard late that it began.
  [[nodiscard]] virtual std::string said(const std::string& /*worker*/, double /*since*/) { return ""; }
  // These tests of the worker's last process have failed: what they used may be wanted.
  virtual void keep(const std::string& /*worker*/, const std::vector<std::string>& /*failed*/) {}
  // The end: no test uses it any more. What is kept of it, a line each.
  virtual std::vector<std::string> finish() { return {}; }
  // As it was at first, for another run. No process that uses it may be alive.
  virtual base::Result<void> renew() = 0;
};

}  // namespace trireme::execute
