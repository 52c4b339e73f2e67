#include "collect/disabled.h"

#include <gtest/gtest.h>

namespace trireme::collect {
namespace {

TEST(Disabled, AsGoogleTestsFilterHasIt) {
  EXPECT_TRUE(is_disabled("DISABLED_Suite", "Test"));
  EXPECT_TRUE(is_disabled("Suite", "DISABLED_Test/0"));
  EXPECT_TRUE(is_disabled("Many/DISABLED_Suite/1", "Test"));
  EXPECT_FALSE(is_disabled("Suite_DISABLED_", "Test_DISABLED_x"));
  EXPECT_FALSE(is_disabled("Suite", "DISABLED"));
}

TEST(Disabled, RunWhenTheLastFlagSaysSo) {
  EXPECT_FALSE(runs_disabled({}));
  EXPECT_TRUE(runs_disabled({"--gtest_also_run_disabled_tests"}));
  EXPECT_TRUE(runs_disabled({"--gtest_also_run_disabled_tests=1"}));
  EXPECT_TRUE(runs_disabled({"--gtest_also_run_disabled_tests=true", "x"}));
  EXPECT_FALSE(runs_disabled({"--gtest_also_run_disabled_tests", "--gtest_also_run_disabled_tests=0"}));
  EXPECT_FALSE(runs_disabled({"--gtest_also_run_disabled_tests=False"}));
  EXPECT_FALSE(runs_disabled({"--gtest_also_run_disabled_testsuites"}));
}

}  // namespace
}  // namespace trireme::collect
