// The JSON file that GoogleTest writes for --gtest_list_tests.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "collect/listing.h"

namespace trireme::collect {

// Names come out byte for byte as the program has them, perhaps invalid UTF-8. The error completes "the listing …".
base::Result<std::vector<ListedTest>> parse_listing(const std::string& json);

}  // namespace trireme::collect
