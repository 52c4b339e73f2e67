// The files below a directory.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trireme::coverage {

// A directory that cannot be read has nothing for us; the others still do. Linked ones are not entered, nor git's, nor
// those in which CMake finds out about the compiler.
void for_each_file(const std::string& directory, std::string_view ending,
                   const std::function<void(const std::filesystem::path&)>& use);

// Their paths, of all the directories.
std::vector<std::string> files_below(const std::vector<std::string>& directories, std::string_view ending);

}  // namespace trireme::coverage
