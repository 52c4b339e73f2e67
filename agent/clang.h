// What clang has put into a program or library that counts: all its counters are one section, which the file's section headers
// tell of.
#pragma once

#include <link.h>

#include <cstdint>

#include "agent/span.h"

namespace trireme::agent {

struct ClangUnit {
  Span counters;               // empty: it has none
  std::uint32_t stamp = 0;     // agent/counts.h
  const char* file = nullptr;  // for good, and not of the program's heap
};

ClangUnit find_clang_unit(const dl_phdr_info& image);

}  // namespace trireme::agent
