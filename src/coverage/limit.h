// --cov-fail-under.
#pragma once

#include <string>

#include "coverage/covered_file.h"
#include "model/event.h"

namespace trireme::coverage {

// `limit`: as typed; "": none.
void judge(const std::string& limit, const Report& report, model::CoverageReported& told);

}  // namespace trireme::coverage
