// A program, library or object file that clang has built so that it counts, ready for its counters to be read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "coverage/clang_mapping.h"
#include "coverage/sources.h"

namespace trireme::coverage {

struct ClangProgram {
  std::string path;
  bool is_object = false;
  std::filesystem::file_time_type modified;
  std::uint32_t stamp = 0;  // agent::state_of_file
  std::string version;      // "clang 14.0"
  bool is_known = true;     // else its own llvm-cov tells what it has run, and of what follows there are the sections alone
  ClangSections sections;
  std::vector<LinkedFunction> functions;                          // none of an object file
  std::vector<MappingRecord> records;                             // in `sections`; of each function one
  std::unordered_map<std::uint64_t, SourceNumbers> source_lists;  // by what records call them
};

// nullopt: it has nothing of clang's. An error is a sentence.
base::Result<std::optional<ClangProgram>> load_clang_program(const std::string& path, Sources& sources);

}  // namespace trireme::coverage
