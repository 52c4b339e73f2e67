// What clang puts into a program, library or object file that counts: which counters each function has, and what they count.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/elf_file.h"
#include "base/result.h"

namespace trireme::coverage {

// The sections of a file as they are.
struct ClangSections {
  std::string names;  // of the functions
  std::string data;   // a record for each function that was linked
  std::uint64_t data_address = 0;
  std::uint64_t counters_address = 0;
  std::uint64_t counters_size = 0;
  std::vector<std::string> mappings;  // of functions; object files have one for each
  std::vector<std::string> sources;   // names of source files
};

// nullopt: it has none of what clang's -fprofile-instr-generate makes. An object file has no counters yet.
std::optional<ClangSections> clang_sections(const base::ElfFile& file);

// "clang 14.0", of what compiled it.
std::string clang_version(const base::ElfFile& file);

// Where a function counts.
struct LinkedFunction {
  std::uint64_t name = 0;   // the beginning of the MD5 sum of its name
  std::uint64_t hash = 0;   // of what it consists of
  std::uint32_t first = 0;  // counter
  std::uint32_t count = 0;
  bool operator==(const LinkedFunction&) const = default;
};

// The format of coverage mapping in it: 0 is the first. Of those only these two are known. An error: there is none, or several.
base::Result<std::uint32_t> mapping_format(const ClangSections& sections);
inline constexpr const char* k_known_clangs = "14, 15, 16, 19 or 22";
inline constexpr std::uint32_t k_format_of_clang_14 = 5;  // 13 to 17
inline constexpr std::uint32_t k_format_of_clang_19 = 6;  // 18 and newer

// In the order of their records. An error reads well after the file's name.
base::Result<std::vector<LinkedFunction>> linked_functions(const ClangSections& sections);

// Can all of the above be read? False: another version of clang has made it. An error, which reads well after the file's name and
// "which": nobody can.
base::Result<bool> is_known(const ClangSections& sections);

// A function's mangled name; in the sections, where other units do not see it, that of its file is before it.
std::string_view own_name(std::string_view name);

// By the MD5 sum of each, the function's mangled name. Of those that are `wanted`, since damaged ones may be any number; those that
// cannot be read are left out.
using FunctionNames = std::unordered_map<std::uint64_t, std::string>;
FunctionNames function_names(const ClangSections& sections, const std::unordered_set<std::uint64_t>& wanted);

}  // namespace trireme::coverage
