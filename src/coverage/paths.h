// Paths as they are compared.
#pragma once

#include <string>

namespace trireme::coverage {

// Of a file or a directory, if there is one, without links; absolute, without a slash at its end.
std::string real_path(const std::string& path);

// Of real paths; a directory is below itself.
bool is_below(const std::string& path, const std::string& directory);

}  // namespace trireme::coverage
