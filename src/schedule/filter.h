// GoogleTest filters: how a set of tests is named to its binary, and which names cannot be told apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/test_case.h"

namespace trireme::schedule {

// Can a filter name exactly this test? TEST, TEST_P and typed tests always; RegisterTest may choose any name.
bool is_expressible(std::string_view full_name);

// The filter pattern that matches `full_name` and as little else as possible: what a filter cannot contain becomes `?`.
std::string filter_pattern(std::string_view full_name);

// "Suite.Test".
std::string full_name(const model::TestCase& test);

// Partitions tests (all of one launch) into groups that must share a process, because a pattern that runs one of them runs
// the others. Order is kept; nearly always each test is alone.
std::vector<std::vector<model::TestIndex>> inseparable_groups(const model::Collection& collection,
                                                              const std::vector<model::TestIndex>& tests);

}  // namespace trireme::schedule
