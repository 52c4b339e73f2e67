#pragma once

#include <vector>

#include "model/test_case.h"

namespace trireme::model {

// Some tests of one launch that run in one process, in this order.
struct Batch {
  std::vector<TestIndex> tests;
  bool alone = false;    // they were put back to run in a process of their own
  bool by_exec = false;  // their process may not be forked from another
  bool operator==(const Batch&) const = default;
};

}  // namespace trireme::model
