// What clang has compiled, as --affected looks at it: an object file is a unit, as a .gcno is gcc's. Programs do not say which
// object files are in them, but each has the lists of sources that those have.
#pragma once

#include <set>
#include <vector>

#include "coverage/clang_program.h"
#include "coverage/combine.h"

namespace trireme::coverage {

struct ClangUse {
  const ClangProgram* program = nullptr;
  bool is_counted = false;
  std::set<Context> contexts;  // who ran something of it
};

// Of object files and programs. What no object file has is a unit that is compiled again when its program is linked.
std::vector<UnitSources> clang_units(const std::vector<ClangUse>& uses);

}  // namespace trireme::coverage
