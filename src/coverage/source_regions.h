// All regions of one source file, of all functions and programs: the same range is one region, however often it was compiled.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "coverage/line.h"
#include "coverage/line_set.h"
#include "coverage/segments.h"

namespace trireme::coverage {

class SourceRegions {
 public:
  void add(const Range& range, RegionKind kind, std::int64_t count);
  // `line`: where it is shown; in a macro's code that is where the macro is used, which is at `use`.
  void add_branch(std::uint32_t line, const Range& use, const Range& range, std::int64_t when_true, std::int64_t when_false);
  void add_function(const FunctionCount& function) { functions_.add_function(function); }

  // After that, once.
  FileLines take_lines(bool with_branches);
  // After that: the lines that run when this region does.
  void find_run(const Range& range, RegionKind kind, LineSet& lines) const;

 private:
  struct ComesFirst {
    bool operator()(const Range& a, const Range& b) const { return comes_first(a, b); }
  };
  struct Counted {
    RegionKind kind = RegionKind::code;
    std::int64_t count = 0;
    std::vector<std::uint32_t> lines = {};  // once they are known
  };
  struct Ways {
    std::int64_t when_true = 0;
    std::int64_t when_false = 0;
  };

  std::map<Range, Counted, ComesFirst> regions_;
  std::map<std::pair<std::uint32_t, std::pair<Range, Range>>, Ways> branches_;
  FileLines functions_;
};

}  // namespace trireme::coverage
