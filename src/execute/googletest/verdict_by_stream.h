#pragma once

#include "execute/googletest/verdict.h"

namespace trireme::execute::googletest {

// For a process that left no whole report: it crashed, ended itself or was ended.
Conclusion conclude_by_stream(const ProcessFacts& facts);

}  // namespace trireme::execute::googletest
