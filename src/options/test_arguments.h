// Arguments for test executables that would take something out of Trireme's hands.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace trireme::options {

// An error names the first argument that is ours to give and the option to use instead. `where`: "after --", "trireme.toml".
base::Result<void> check_test_arguments(const std::vector<std::string>& arguments, const std::string& where);

}  // namespace trireme::options
