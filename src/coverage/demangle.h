// Names of functions as they are in the source.
#pragma once

#include <string>

namespace trireme::coverage {

// The name itself where it is none of C++.
std::string demangled(const std::string& name);

}  // namespace trireme::coverage
