// What test_map_writer.h writes.
#pragma once

#include <string_view>

#include "coverage/test_map.h"

namespace trireme::coverage {

// Throws Damaged.
TestMap read_map(std::string_view text);

}  // namespace trireme::coverage
