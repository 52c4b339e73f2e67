#include "schedule/cpus.h"

#include <gtest/gtest.h>

namespace trireme::schedule {
namespace {

TEST(Cpus, ReadsACgroupQuota) {
  EXPECT_EQ(cpu_quota("150000 100000\n"), 1.5);
  EXPECT_EQ(cpu_quota("max 100000\n"), std::nullopt);
  EXPECT_EQ(cpu_quota("150000\n100000\n"), 1.5);
  EXPECT_EQ(cpu_quota("-1\n100000\n"), std::nullopt);
  EXPECT_EQ(cpu_quota(""), std::nullopt);
  EXPECT_EQ(cpu_quota("1 0"), std::nullopt);
}

TEST(Cpus, NeverStartsMoreAutomaticWorkersThanTests) {
  EXPECT_EQ(worker_count({}, 1), 1);
  EXPECT_EQ(worker_count({}, 0), 1);
  EXPECT_EQ(worker_count({}, 100000), available_cpus());
}

TEST(Cpus, TakesAGivenNumberAsItIs) {
  model::Options options;
  options.workers = 7;
  EXPECT_EQ(worker_count(options, 3), 7);
  options.max_processes = 4;
  EXPECT_EQ(worker_count(options, 3), 4);
}

TEST(Cpus, RunsOneWorkerWithoutDistribution) {
  model::Options options;
  options.workers = 0;
  EXPECT_EQ(worker_count(options, 100), 1);
  options.workers = 8;
  options.dist = model::Dist::no;
  EXPECT_EQ(worker_count(options, 100), 1);
}

}  // namespace
}  // namespace trireme::schedule
