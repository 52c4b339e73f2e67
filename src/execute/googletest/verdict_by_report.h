#pragma once

#include "execute/googletest/verdict.h"

namespace trireme::execute::googletest {

// For a process that wrote a whole report.
Conclusion conclude_by_report(const ProcessFacts& facts);

}  // namespace trireme::execute::googletest
