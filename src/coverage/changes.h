// What has changed since a revision of the map of tests, and which tests that touches.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "coverage/project.h"
#include "coverage/test_map.h"

namespace trireme::coverage {

// For the tests of one revision.
struct Changes {
  std::optional<std::string> everything;                      // why all of them are touched
  std::map<std::string, std::string> programs;                // all tests of these are, and why
  std::map<SourcePtr, std::vector<FunctionRange>> functions;  // all that run one of these are
  std::set<std::string> not_rebuilt;                          // names of sources that have changed, and their programs have not
  [[nodiscard]] bool touch(const MappedTest& test) const;
};
Changes find_changes(const Revision& revision, Project& project);

}  // namespace trireme::coverage
