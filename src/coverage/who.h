// `trireme cov who FILE:LINE`: the tests that ran a line, from the map of tests.
#pragma once

#include <string>

#include "base/result.h"

namespace trireme::coverage {

// What is said, and of whether there is any such test.
struct Answer {
  std::string text;
  std::string warning;  // "" if there is none
  bool any = false;
};
// `place`: "src/a.cc:12"; the path is relative to `directory`. An error is the user's.
base::Result<Answer> who_runs(const std::string& root, const std::string& directory, const std::string& place);

}  // namespace trireme::coverage
