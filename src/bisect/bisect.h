// `trireme bisect`: which of the tests that ran before a failing one make it fail.
#pragma once

#include "bisect/recorded.h"
#include "execute/launcher.h"
#include "execute/run.h"
#include "model/exit_code.h"
#include "model/options.h"

namespace trireme::bisect {

// Those of a run of `recorded`'s tests.
model::Options options_for(const Recorded& recorded, model::Options options);

// Tries, and says on standard output how it goes and what was found. `settings`: of a run with options_for() of what they
// collect. ok: found; failed: it fails alone; nothing_collected: it does not fail again. An error: a test is no more.
base::Result<model::ExitCode> bisect(const Recorded& recorded, const execute::RunSettings& settings,
                                     execute::Launcher& launcher);

}  // namespace trireme::bisect
