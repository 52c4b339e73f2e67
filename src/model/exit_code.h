#pragma once

namespace trireme::model {

// pytest's. When several apply, the order is usage, internal, interrupted, failed, nothing_collected, ok.
enum class ExitCode {
  ok = 0,
  failed = 1,             // a test failed or was in error, or was not run because a limit was reached
  interrupted = 2,        // a signal, the session timeout, or a collection error
  internal = 3,           // a test without an outcome, a report that could not be written, a bug of ours
  usage = 4,              // bad options or paths; before any test ran
  nothing_collected = 5,  // no test, or none left after the selection
};

}  // namespace trireme::model
