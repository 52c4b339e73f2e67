#include "base/place.h"

#include <gtest/gtest.h>

#include "base/temp_dir.h"

namespace trireme::base {
namespace {

constexpr std::uint64_t k_gibibyte = 1ULL << 30;

TEST(QuickPlace, IsInMemoryOnlyWhereThereIsALotOfIt) {
  EXPECT_EQ(quick_place({"", k_gibibyte, k_gibibyte}), "/dev/shm");
  EXPECT_EQ(quick_place({"", k_gibibyte - 1, k_gibibyte}), temp_root());
  EXPECT_EQ(quick_place({"", k_gibibyte, k_gibibyte - 1}), temp_root());
}

TEST(QuickPlace, IsTheOneThatTheUserNames) { EXPECT_EQ(quick_place({"/tmp/x", k_gibibyte, k_gibibyte}), temp_root()); }

TEST(QuickPlace, KnowsWhatACgroupLeaves) {
  EXPECT_EQ(left_by_cgroup("max\n", "17\n"), std::nullopt);
  EXPECT_EQ(left_by_cgroup("100\n", "17\n"), 83U);
  EXPECT_EQ(left_by_cgroup("100\n", "170\n"), 0U);
}

}  // namespace
}  // namespace trireme::base
