#include "base/environment.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace trireme::base {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

TEST(Environment, KeepsThePlaceOfAVariable) {
  std::vector<std::string> environment = {"A=1", "B=2"};
  set_variable(environment, "A=3");
  set_variable(environment, "C=4");
  EXPECT_THAT(environment, ElementsAre("A=3", "B=2", "C=4"));
}

TEST(FindProgram, LooksThroughPath) {
  EXPECT_THAT(find_program("sh"), EndsWith("/sh"));
  EXPECT_EQ(find_program("no such program"), "");
}

}  // namespace
}  // namespace trireme::base
