// The lines of one unit, counted as gcov counts them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "coverage/line.h"
#include "coverage/notes.h"
#include "model/options.h"

namespace trireme::coverage {

struct UnitLines {
  std::vector<FileLines> files;  // as Notes::files; empty where it is not wanted
  bool negative = false;         // a count was less than nothing, and is nothing now
};

class LineCounter {
 public:
  // The notes outlive it.
  LineCounter(const Notes& notes, model::CoverageBranches which);
  ~LineCounter();
  LineCounter(const LineCounter&) = delete;
  LineCounter& operator=(const LineCounter&) = delete;

  // Once. `counters`: for each function where its counters begin.
  UnitLines count(const std::vector<const std::int64_t*>& counters);
  // After that: the lines that run when this function alone has counted, and these. `file` as in Notes.
  using Use = std::function<void(std::uint32_t file, std::uint32_t line)>;
  void find_run(const Function& function, const std::int64_t* counters, const Use& use) const;

 private:
  class Unit;
  std::unique_ptr<Unit> unit_;
};

}  // namespace trireme::coverage
