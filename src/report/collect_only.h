// --collect-only: what would run.
#pragma once

#include <string>

#include "model/exit_code.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::report {

// With -q the node ids, one a line; without it pytest's tree. Collection errors follow, and a last line.
std::string collection_text(const model::Options& options, const model::Collection& collection, double seconds);

// Writes that to standard output. 2 with collection errors, 5 without tests, 3 if it could not be written.
model::ExitCode show_collection(const model::Options& options, const model::Collection& collection, double seconds);

}  // namespace trireme::report
