// What the log of a run says of a test that failed: which tests ran before it in its process.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace trireme::bisect {

// Node ids without a worker.
struct Recorded {
  std::string id;
  std::vector<std::string> before;  // in order
};

// Of several failures that with the most tests before it. `id` is as reports have it, under --dist each with or without its
// worker. An error is a sentence: there is no such log, or no such failure in it.
base::Result<Recorded> read_log(const std::string& log, const std::string& id);

}  // namespace trireme::bisect
