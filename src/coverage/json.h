// coverage.py's JSON (format 3).
#pragma once

#include <string>

#include "coverage/covered_file.h"

namespace trireme::coverage {

std::string json_text(const Report& report);

}  // namespace trireme::coverage
