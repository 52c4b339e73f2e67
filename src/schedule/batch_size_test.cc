#include "schedule/batch_size.h"

#include <gtest/gtest.h>

namespace trireme::schedule {
namespace {

TEST(BatchSize, ProbesAnUnknownLaunchWithFewTests) {
  EXPECT_EQ(BatchSize(2).next(0, 20000, 0), 16U);
  EXPECT_EQ(BatchSize(2).next(0, 3, 0), 1U);
}

TEST(BatchSize, GivesTrivialTestsLargeBatches) {
  BatchSize size(2);
  size.record(0, {.tests = 16, .testing = 16e-6, .overhead = 0.002});
  EXPECT_EQ(size.next(0, 20000, 0), 16U * 64);
  size.record(0, {.tests = 1024, .testing = 1024e-6, .overhead = 0.002});
  EXPECT_GT(size.next(0, 20000, 0), 5000U);
}

TEST(BatchSize, GivesSlowTestsOneByOne) {
  BatchSize size(2);
  size.record(0, {.tests = 1, .testing = 0.5, .overhead = 0.002});
  EXPECT_EQ(size.next(0, 100, 0), 1U);
}

TEST(BatchSize, LeavesTheOtherWorkersTheirShare) {
  BatchSize size(4);
  size.record(0, {.tests = 16, .testing = 0.016, .overhead = 0.01});
  EXPECT_EQ(size.next(0, 40, 0), 10U);
}

TEST(BatchSize, StartsNoProcessForLessThanItCosts) {
  BatchSize size(4);
  size.record(0, {.tests = 16, .testing = 0.016, .overhead = 0.03});
  EXPECT_EQ(size.next(0, 40, 0), 30U);
  EXPECT_EQ(size.next(0, 20, 0), 20U);
}

TEST(BatchSize, SharesOnceWhatAFewProcessesCost) {
  BatchSize size(2);
  size.record(0, {.tests = 32, .testing = 32e-6, .overhead = 0.005});
  EXPECT_EQ(size.next(0, 984, 984), 984U);
  EXPECT_EQ(size.next(0, 984, 500), 742U);
  EXPECT_EQ(size.next(0, 2000, 2000), 1000U);  // too many for that
}

TEST(BatchSize, ReckonsWithWhatIsDoneForATestThatDoesNothing) {
  BatchSize size(2);
  size.record(0, {.tests = 32, .testing = 32e-6, .overhead = 0.01});
  EXPECT_EQ(size.next(0, 1968, 0), 984U);
  EXPECT_EQ(size.next(0, 400, 0), 400U);
}

TEST(BatchSize, KnowsEachLaunchApart) {
  BatchSize size(2);
  size.record(0, {.tests = 1, .testing = 9, .overhead = 0.001});
  EXPECT_EQ(size.next(1, 20000, 0), 16U);
}

}  // namespace
}  // namespace trireme::schedule
