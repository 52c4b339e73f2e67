// What sources include.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace trireme::coverage {

// Names of files, without their directories, of which `text` has a directive. What a macro names is not known.
std::set<std::string> included_names(std::string_view text);

}  // namespace trireme::coverage
