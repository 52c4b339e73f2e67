// Cobertura's XML (coverage-04.dtd), as coverage.py writes it, with the number of hits and with functions.
#pragma once

#include <string>

#include "coverage/covered_file.h"

namespace trireme::coverage {

std::string cobertura_text(const Report& report);

}  // namespace trireme::coverage
