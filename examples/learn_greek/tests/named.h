// A parameter with a name: without one GoogleTest numbers the tests, and prints the bytes of the parameter, pointers
// included, into the list of tests. A name stays when the table grows, so the history of a test does too.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace learn_greek {

struct Named {
  const char* name;
};

inline std::ostream& operator<<(std::ostream& out, const Named& named) { return out << named.name; }

inline constexpr auto k_by_name = [](const auto& info) { return std::string(info.param.name); };

}  // namespace learn_greek
