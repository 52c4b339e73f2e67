// LCOV's tracefile, with functions in the form that all its versions read.
#pragma once

#include <string>

#include "coverage/covered_file.h"

namespace trireme::coverage {

std::string lcov_text(const Report& report);

}  // namespace trireme::coverage
