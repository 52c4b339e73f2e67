// `trireme replay LOG`: tells a sink the events of a log again.
//
// The log of a run that was killed has no end, and perhaps a torn last line. Then a notice says so, tests that had started
// become "interrupted", RunFinished says how many selected tests the log does not tell of, and the run counts as interrupted.
#pragma once

#include <string>

#include "base/result.h"
#include "events/sink.h"

namespace trireme::events {

// An error names the file and the line that is no event; what came before it has been told.
base::Result<void> replay(const std::string& log, Sink& sink);

}  // namespace trireme::events
