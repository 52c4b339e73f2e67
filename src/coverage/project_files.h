// The files that a project consists of, as far as one can tell: those below its root that git tracks or does not ignore; where
// there is no git, all. Left out are hidden ones, build trees, and what compilers and runs make.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace trireme::coverage {

// Absolute paths without links. `build_directories`: not entered, unless the root is in one.
std::set<std::string> project_files(const std::string& root, const std::vector<std::string>& build_directories);

bool is_below(const std::string& path, const std::string& directory);

}  // namespace trireme::coverage
