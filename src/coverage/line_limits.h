// A damaged number in a program would be millions of lines of some source, each of which takes memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <unordered_map>
#include <vector>

#include "coverage/clang_mapping.h"
#include "coverage/sources.h"

namespace trireme::coverage {

class LineLimits {
 public:
  // They outlive this object.
  explicit LineLimits(const std::vector<Source>& sources) : sources_(sources) {}

  // Can all of its regions be, in sources that are no newer than `modified`? Others are not looked at. A source has no more lines
  // than bytes; those that are gone have together no more than one may have.
  bool allow(const Mapping& mapping, std::filesystem::file_time_type modified);

 private:
  bool allow(std::uint32_t source, std::uint32_t line, std::filesystem::file_time_type modified);

  const std::vector<Source>& sources_;
  std::unordered_map<std::uint32_t, std::uint64_t> known_;  // bytes of those that are there
  std::unordered_map<std::uint32_t, std::uint32_t> gone_;   // last lines of those that are not
  std::uint64_t lines_gone_ = 0;                            // of all of them
};

}  // namespace trireme::coverage
