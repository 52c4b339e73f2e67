#include "postgres/place.h"

#include <gtest/gtest.h>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

constexpr std::uint64_t k_gibibyte = 1ULL << 30;

TEST(PlaceForServer, IsInMemoryOnlyWhereThereIsALotOfIt) {
  EXPECT_EQ(place_for_server({"", k_gibibyte, k_gibibyte}), "/dev/shm");
  EXPECT_EQ(place_for_server({"", k_gibibyte - 1, k_gibibyte}), base::temp_root());
  EXPECT_EQ(place_for_server({"", k_gibibyte, k_gibibyte - 1}), base::temp_root());
}

TEST(PlaceForServer, IsTheOneThatTheUserNames) {
  EXPECT_EQ(place_for_server({"/tmp/x", k_gibibyte, k_gibibyte}), base::temp_root());
}

TEST(PlaceForServer, KnowsWhatACgroupLeaves) {
  EXPECT_EQ(left_by_cgroup("max\n", "17\n"), std::nullopt);
  EXPECT_EQ(left_by_cgroup("100\n", "17\n"), 83U);
  EXPECT_EQ(left_by_cgroup("100\n", "170\n"), 0U);
}

}  // namespace
}  // namespace trireme::postgres
