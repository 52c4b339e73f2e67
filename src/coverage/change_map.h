// Runs that end at the same time change the map of tests one after another: none loses what another has written.
#pragma once

#include <functional>
#include <string>

#include "coverage/test_map.h"

namespace trireme::coverage {

// Reads it, lets `change` do it, and writes what that made of it; false: nothing is written. One that cannot be read is made anew.
base::Result<void> change_test_map(const std::string& path, const std::function<bool(TestMap&)>& change);

}  // namespace trireme::coverage
