// What `llvm-cov export` says of the functions of a program: their regions, each with its count.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "coverage/clang_mapping.h"
#include "coverage/notes.h"

namespace trireme::coverage {

struct ExportedFunction {
  std::string name;
  Mapping mapping;                     // without expressions: each term is a counter
  std::vector<std::int64_t> counters;  // as many as `mapping` needs
};

// `directory`: of sources whose names are relative. An error reads well after its name.
base::Result<std::vector<ExportedFunction>> parse_llvm_export(const std::string& text, const std::string& directory,
                                                              const Wanted& wanted);

}  // namespace trireme::coverage
