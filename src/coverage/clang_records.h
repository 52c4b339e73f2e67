// What clang has put into a file for coverage, as it lies there: a record for each function, and the lists of sources that these
// refer to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "coverage/clang_file.h"

namespace trireme::coverage {

// A function as a file has it. Two records are of the same function if all is the same.
struct MappingRecord {
  std::uint64_t name = 0;
  std::uint64_t hash = 0;
  std::uint64_t sources = 0;  // which list of source files it refers to
  std::string_view bytes;
  bool is_dummy = false;  // it stands for a function that this unit does not use
};

struct SourceList {
  std::uint64_t sum = 0;           // what records call it
  std::vector<std::string> names;  // the first is that of the directory in which the compiler ran
};

// Both throw Damaged.
std::vector<MappingRecord> mapping_records(const ClangSections& sections);
std::vector<SourceList> source_lists(const ClangSections& sections);

}  // namespace trireme::coverage
