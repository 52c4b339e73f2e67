// --junitxml: pytest's xunit2 report. Valid XML whatever the tests printed.
//
// Processes that were left behind are properties of the suite, named leaky.
// A testcase per outcome and per error that no test explains. Failed, crashed and timed out are `failure`; error and
// interrupted are `error`; skipped and not run are `skipped`, with the reason. Attempts before the last are surefire's
// elements: in a flaky test `flakyFailure` and `flakyError`, in another `rerunFailure` and `rerunError`.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "events/sink.h"

namespace trireme::report {

class Junit : public events::Sink {
 public:
  // Opens the file; an error is a sentence.
  static base::Result<std::unique_ptr<Junit>> open(const std::string& path);

  // Writes the report; call once, at the end.
  virtual base::Result<void> finish() = 0;
};

}  // namespace trireme::report
