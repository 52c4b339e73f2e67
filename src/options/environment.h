// The caller's environment without what would steer GoogleTest or Trireme behind our back.
#pragma once

#include <string>
#include <vector>

namespace trireme::options {

struct TestEnvironment {
  std::vector<std::string> kept;     // "NAME=value"
  std::vector<std::string> removed;  // names, sorted: GTEST_*, TESTBRIDGE_TEST_ONLY …; of TRIREME_* nothing is said
};

TestEnvironment environment_for_tests(const std::vector<std::string>& caller);

// The value of a variable; "" if it is not set.
std::string variable(const std::vector<std::string>& environment, const std::string& name);

}  // namespace trireme::options
