// A .profraw file: what clang's runtime writes when a program ends, or a library of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "coverage/clang_file.h"
#include "coverage/profile.h"

namespace trireme::coverage {

struct RawProfile {
  std::vector<LinkedFunction> functions;  // in the order of the program's own; where they count is not filled in
  std::vector<std::int64_t> counters;     // all of the program
};

// An error reads well after the file's name.
base::Result<RawProfile> read_raw_profile(std::string_view bytes);

// Of the program that has these functions?
bool is_of(const RawProfile& profile, const std::vector<LinkedFunction>& functions, std::uint64_t counters);

// What a program or library has counted (a profile as in agent/counts.h) as it would have written it. An error is a sentence.
base::Result<std::string> profraw_of(const Profile& profile);

}  // namespace trireme::coverage
