// The part of the terminal's report on coverage, as pytest-cov has it.
#pragma once

#include <string>

#include "model/event.h"
#include "report/style.h"

namespace trireme::report {

std::string coverage_text(const model::CoverageReported& coverage, const Style& style);

}  // namespace trireme::report
