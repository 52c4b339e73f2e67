// The head of the terminal's report.
#pragma once

#include <string>

#include "model/event.h"
#include "report/style.h"

namespace trireme::report {

// Version, root, workers, the user's lines, warnings. With -q (`brief`) only the warnings.
std::string header_text(const model::RunStarted& run, bool brief, const Style& style);

}  // namespace trireme::report
