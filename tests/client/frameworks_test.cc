// The fixtures in programs of each framework. The databases are this test's own, since a COMMIT that escapes is one of the
// things that they do.
#include <sys/wait.h>
#include <trireme/googletest.h>

#include <ostream>
#include <string>

#include "outcome.h"

namespace {

struct Framework {
  const char* name;
  const char* program;
  const char* all;
  const char* one;  // before the name of a test
  const char* at_first_failure;
};

std::ostream& operator<<(std::ostream& out, const Framework& framework) { return out << framework.name; }

class Frameworks : public testing::TestWithParam<Framework> {
 protected:
  std::pair<int, std::string> run(const std::string& arguments) {
    return outcome("TEST_DATABASE_URL='" + database_.url() + "' " + GetParam().program + " " + arguments);
  }
  trireme::IsolatedDatabase database_;
};

TEST_P(Frameworks, pass) {
  const auto [status, output] = run(GetParam().all);
  EXPECT_EQ(status, 0) << output;
}

TEST_P(Frameworks, report_a_commit_that_escapes) {
  const auto [status, output] = run(GetParam().one + std::string("escape"));
  EXPECT_NE(status, 0);
  EXPECT_NE(output.find("the transaction of this DbSession was ended past it"), std::string::npos) << output;
}

TEST_P(Frameworks, report_a_commit_that_escapes_when_the_first_failure_ends_all) {
  if (GetParam().at_first_failure == std::string()) GTEST_SKIP() << "has no such option";
  const auto [status, output] = run(GetParam().at_first_failure + (" " + (GetParam().one + std::string("escape"))));
  EXPECT_TRUE(WIFEXITED(status)) << output;
  EXPECT_NE(status, 0);
  EXPECT_NE(output.find("the transaction of this DbSession was ended past it"), std::string::npos) << output;
}

TEST_P(Frameworks, report_what_the_server_says) {
  if (GetParam().name == std::string("none")) GTEST_SKIP() << "has no errors to report";
  const auto [status, output] = run(GetParam().one + std::string("error"));
  EXPECT_NE(status, 0);
  EXPECT_NE(output.find("division by zero"), std::string::npos) << output;
}

INSTANTIATE_TEST_SUITE_P(All, Frameworks,
                         testing::Values(Framework{"catch2", FRAMEWORK_CATCH2, "", "", "--abort"},
                                         Framework{"doctest", FRAMEWORK_DOCTEST, "",
                                                   "--no-skip --test-case=", "--abort-after=1"},
                                         Framework{"boost", FRAMEWORK_BOOST, "", "--run_test=", ""},
                                         Framework{"none", FRAMEWORK_NONE, "all", "", ""}),
                         [](const auto& framework) { return std::string(framework.param.name); });

}  // namespace
