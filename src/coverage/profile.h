// A .gcda file: what was counted of one unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "coverage/gcov_format.h"

namespace trireme::coverage {

struct FunctionProfile {
  std::uint32_t ident = 0;
  std::uint32_t lines_checksum = 0;
  std::uint32_t graph_checksum = 0;
  std::uint32_t first = 0;  // index in Profile::counters
  std::uint32_t count = 0;
};

struct Profile {
  std::string object;  // the path of its .gcda, as it was compiled in
  Version version;
  std::uint32_t stamp = 0;
  std::uint32_t checksum = 0;
  std::vector<FunctionProfile> functions;
  std::vector<std::int64_t> counters;
};

// All or nothing: of a file whose end is missing not even the beginning is believed. `object` is left empty. An error reads
// well after the file's name.
base::Result<Profile> read_profile(std::string_view bytes);

// Adds what was counted elsewhere of the same unit. An error: it is not the same.
base::Result<void> add_profile(Profile& to, const Profile& from);

// As a .gcda file.
std::string gcda_of(const Profile& profile);

}  // namespace trireme::coverage
