// Coverage.py's data file (.coverage): which lines ran in which context. Its own tools read it, and `trireme cov who` does.
#pragma once

#include <string>

#include "base/result.h"
#include "coverage/covered_file.h"

namespace trireme::coverage {

base::Result<std::string> sqlite_file(const Report& report);

// The names of tests that ran a line of a source, in their order. An error: nothing is known of the source.
struct Coverers {
  std::vector<std::string> tests;
  bool before = false;  // … something did before the tests
  std::string hash;     // of the source as it was then; base::hash
};
base::Result<Coverers> coverers(std::string_view file, const std::string& path, std::uint32_t line);

}  // namespace trireme::coverage
