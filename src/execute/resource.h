// What tests share with the runner beyond their process: a database server, say. Execution knows it by this interface.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace trireme::execute {

class Resource {
 public:
  Resource() = default;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;
  virtual ~Resource() = default;

  // What it is, for the header.
  [[nodiscard]] virtual std::string description() const = 0;
  // What a process of this worker gets in its environment, "NAME=value".
  [[nodiscard]] virtual std::vector<std::string> environment(const std::string& worker) const = 0;
  // Why tests can no longer use it; "" while they can.
  [[nodiscard]] virtual std::string lost() = 0;
  // Its own processes, which are no test's leftovers.
  [[nodiscard]] virtual std::vector<pid_t> own_processes() const = 0;
  // A test of this worker begins.
  virtual void begin(const std::string& /*worker*/) {}
  // What it has written since then of what this worker did, for the report of a failure; "" = nothing.
  [[nodiscard]] virtual std::string said(const std::string& /*worker*/) { return ""; }
  // These tests of the worker's last process have failed: what they used may be wanted.
  virtual void keep(const std::string& /*worker*/, const std::vector<std::string>& /*failed*/) {}
  // The end: no test uses it any more. What is kept of it, a line each.
  virtual std::vector<std::string> finish() { return {}; }
  // As it was at first, for another run. No process that uses it may be alive.
  virtual base::Result<void> renew() = 0;
};

}  // namespace trireme::execute
