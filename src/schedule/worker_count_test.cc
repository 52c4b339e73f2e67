#include "schedule/worker_count.h"

#include <gtest/gtest.h>

#include "base/cpus.h"

namespace trireme::schedule {
namespace {

TEST(WorkerCount, NeverStartsMoreAutomaticWorkersThanTests) {
  EXPECT_EQ(*worker_count({}, 1), 1);
  EXPECT_EQ(*worker_count({}, 0), 1);
  EXPECT_EQ(*worker_count({}, 100000), base::available_cpus());
}

TEST(WorkerCount, TakesAGivenNumberAsItIs) {
  model::Options options;
  options.workers = 7;
  EXPECT_EQ(*worker_count(options, 3), 7);
  options.max_processes = 4;
  EXPECT_EQ(*worker_count(options, 3), 4);
}

TEST(WorkerCount, RunsOneWorkerWithoutDistribution) {
  model::Options options;
  options.workers = 0;
  EXPECT_EQ(*worker_count(options, 100), 1);
  options.workers = 8;
  options.dist = model::Dist::no;
  EXPECT_EQ(*worker_count(options, 100), 1);
}

TEST(WorkerCount, IsRefusedWhenFilesWouldRunOut) {
  model::Options options;
  options.workers = 1'000'000'000;
  const auto count = worker_count(options, 3);
  ASSERT_FALSE(count);
  EXPECT_NE(count.error().text.find("1000000000 workers"), std::string::npos) << count.error().text;
  EXPECT_EQ(check_worker_count(options).error().text, count.error().text);
  options.max_processes = 2;
  EXPECT_TRUE(check_worker_count(options));
  EXPECT_EQ(*worker_count(options, 3), 2);
}

}  // namespace
}  // namespace trireme::schedule
