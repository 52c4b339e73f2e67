// Lines that the user does not want to be counted: by markers in comments, as lcov and gcovr have them (LCOV_EXCL_LINE, _START,
// _STOP, and BR_ of each for branches alone; GCOV_ and GCOVR_ for LCOV_), or by patterns.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/regex.h"

namespace trireme::coverage {

struct Exclusions {
  std::set<std::uint32_t> lines;
  std::set<std::uint32_t> branches;  // of these lines the branches alone
  std::uint32_t unended = 0;         // a START without its STOP; 0: there is none
};

Exclusions find_exclusions(std::string_view text, const std::vector<base::Regex>& patterns);

}  // namespace trireme::coverage
