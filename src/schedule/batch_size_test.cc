#include "schedule/batch_size.h"

#include <gtest/gtest.h>

namespace trireme::schedule {
namespace {

TEST(BatchSize, ProbesAnUnknownLaunchWithFewTests) {
  EXPECT_EQ(BatchSize(2).next(0, 20000), 16U);
  EXPECT_EQ(BatchSize(2).next(0, 3), 1U);
}

TEST(BatchSize, GivesTrivialTestsLargeBatches) {
  BatchSize size(2);
  size.record(0, {.tests = 16, .testing = 16e-6, .overhead = 0.002});
  EXPECT_EQ(size.next(0, 20000), 16U * 64);
  size.record(0, {.tests = 1024, .testing = 1024e-6, .overhead = 0.002});
  EXPECT_GT(size.next(0, 20000), 5000U);
}

TEST(BatchSize, GivesSlowTestsOneByOne) {
  BatchSize size(2);
  size.record(0, {.tests = 1, .testing = 0.5, .overhead = 0.002});
  EXPECT_EQ(size.next(0, 100), 1U);
}

TEST(BatchSize, LeavesTheOtherWorkersTheirShare) {
  BatchSize size(4);
  size.record(0, {.tests = 16, .testing = 0.016, .overhead = 0.01});
  EXPECT_EQ(size.next(0, 40), 10U);
}

TEST(BatchSize, StartsNoProcessForLessThanItCosts) {
  BatchSize size(4);
  size.record(0, {.tests = 16, .testing = 0.016, .overhead = 0.03});
  EXPECT_EQ(size.next(0, 40), 30U);
  EXPECT_EQ(size.next(0, 20), 20U);
}

TEST(BatchSize, KnowsEachLaunchApart) {
  BatchSize size(2);
  size.record(0, {.tests = 1, .testing = 9, .overhead = 0.001});
  EXPECT_EQ(size.next(1, 20000), 16U);
}

}  // namespace
}  // namespace trireme::schedule
