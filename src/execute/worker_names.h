// How workers are called, and what that adds to node ids.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "model/options.h"

namespace trireme::execute {

class WorkerNames {
 public:
  explicit WorkerNames(const model::Options& options)
      : serial_(options.workers == 0 || options.dist == model::Dist::no), each_(options.dist == model::Dist::each) {}

  // One worker is called master, as pytest-xdist's is.
  [[nodiscard]] std::string name(std::size_t worker) const { return serial_ ? "master" : fmt::format("gw{}", worker); }
  // "@gw0" under --dist each, else "".
  [[nodiscard]] std::string suffix(std::size_t worker) const { return each_ ? "@" + name(worker) : ""; }

 private:
  bool serial_;
  bool each_;
};

}  // namespace trireme::execute
