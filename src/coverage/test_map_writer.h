// The map of tests as it is kept. What several things share is written once, before them, and named by its number.
#pragma once

#include <string>

#include "coverage/test_map.h"

namespace trireme::coverage {

std::string written(const TestMap& map);

}  // namespace trireme::coverage
