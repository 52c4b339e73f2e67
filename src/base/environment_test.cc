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

TEST(Environment, FillsInOurVariablesAndNoOthers) {
  std::vector<std::string> environment = {"A=${TRIREME_TMPDIR}/a-${TRIREME_WORKER}.${TRIREME_WORKER}", "TRIREME_TMPDIR=/t",
                                          "TRIREME_WORKER=gw1", "B=${HOME}${TRIREME_OTHER}", "HOME=/h"};
  fill_in_ours(environment);
  EXPECT_THAT(environment,
              ElementsAre("A=/t/a-gw1.gw1", "TRIREME_TMPDIR=/t", "TRIREME_WORKER=gw1", "B=${HOME}${TRIREME_OTHER}", "HOME=/h"));
}

TEST(FindProgram, LooksThroughPath) {
  EXPECT_THAT(find_program("sh"), EndsWith("/sh"));
  EXPECT_EQ(find_program("no such program"), "");
}

}  // namespace
}  // namespace trireme::base
