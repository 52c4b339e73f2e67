// Which test programs were built so that they count.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/test_case.h"

namespace trireme::coverage {

struct Instrumented {
  std::vector<std::string> without;      // names of programs that count nothing
  std::vector<std::string> directories;  // where the others were built
  std::vector<std::string> notes;        // paths of gcc's .gcno files below those
  std::set<std::string> of_clang;        // paths of those programs, and of libraries of theirs, that clang has built
  // … that are not known (is_known()): their version by path. And paths of programs that have such.
  std::map<std::string, std::string> of_foreign_clang = {};
  std::set<std::string> executed = {};
};

// An error: none of them is, or they count in a way that we cannot read; it says how to build them.
base::Result<Instrumented> check_instrumented(const std::vector<model::TestBinary>& binaries);

// Those of `names`, which the kernel tells of processes, that a program below the directories has which counts.
std::set<std::string> instrumented_among(const std::set<std::string>& names, const std::vector<std::string>& directories);

}  // namespace trireme::coverage
