// The first event of a run.
#pragma once

#include <string>

#include "execute/run.h"
#include "model/event.h"

namespace trireme::execute {

// 32 hexadecimal digits, different for each run.
std::string new_run_id();

model::RunStarted opening_of(const RunSettings& settings);

}  // namespace trireme::execute
