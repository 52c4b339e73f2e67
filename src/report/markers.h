// --markers: what `markers` in trireme.toml declares, and the marks its rules give.
#pragma once

#include <string>

#include "model/exit_code.h"
#include "model/options.h"

namespace trireme::report {

// "slow: takes over a second", one a line.
std::string markers_text(const model::Options& options);

// Writes that to standard output; 3 if it could not be written.
model::ExitCode show_markers(const model::Options& options);

}  // namespace trireme::report
