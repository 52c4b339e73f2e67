// Coverage.py's data file (.coverage): which lines ran in which context. Its own tools read it.
#pragma once

#include <string>

#include "base/result.h"
#include "coverage/covered_file.h"

namespace trireme::coverage {

base::Result<std::string> sqlite_file(const Report& report);

}  // namespace trireme::coverage
