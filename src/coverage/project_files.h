// The files that a project consists of, as far as one can tell: those below its root that git tracks or does not ignore, and
// headers that it ignores; where there is no git, all. Left out are hidden ones, build trees (but for headers that are made there),
// and what compilers make.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace trireme::coverage {

// Absolute paths; of links there are tracked ones to directories, which change when they lead elsewhere. `build_directories`: build
// trees, unless the root is in one.
std::set<std::string> project_files(const std::string& root, const std::vector<std::string>& build_directories);
// … and what else sources include of what git ignores and of build trees. Sources are read for that.
std::set<std::string> project_files_and_included(const std::string& root, const std::vector<std::string>& build_directories);

}  // namespace trireme::coverage
