// From paths to tests: finds test executables, asks them for their tests, applies the selection.
#pragma once

#include <string>

#include "forkserver/stock.h"
#include "model/options.h"
#include "model/test_case.h"

namespace trireme::collect {

// Never fails as a whole: what could not be collected is in errors (broken programs) and usage_errors (bad paths, a bad
// -k expression). Starts child processes; none is left when it returns but fork servers, put into `stock`. `directory`,
// which exists, is for files that are gone when it returns.
model::Collection collect(const model::Options& options, forkserver::Stock& stock, const std::string& directory);

}  // namespace trireme::collect
