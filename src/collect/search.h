// Which files of a directory are worth asking: ELF executables that hold GoogleTest's marker text, themselves or in a
// library they need outside the system's.
#pragma once

#include <string>
#include <vector>

namespace trireme::collect {

// Absolute paths under `directory` (absolute), sorted, links not resolved, each file once (by device and inode). Skips .git,
// CMakeFiles, setuid files, scripts, and symbolic links that leave the tree. What cannot be read is passed over.
std::vector<std::string> find_test_executables(const std::string& directory);

}  // namespace trireme::collect
