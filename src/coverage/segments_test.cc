#include "coverage/segments.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

using Lines = std::map<std::uint32_t, std::int64_t>;

Lines lines(const std::vector<CountedRegion>& regions) {
  Lines result;
  for (const SegmentedLine& each : lines_of(regions)) result[each.number] = each.count;
  return result;
}

CountedRegion region(Place begin, Place end, std::int64_t count, RegionKind kind = RegionKind::code) {
  return {{begin, end}, kind, count};
}

TEST(SegmentsTest, AnInnerRegionCountsAndThenTheOuterOneAgain) {
  EXPECT_EQ(lines({region({1, 5}, {9, 2}, 3), region({3, 4}, {5, 6}, 1)}),
            (Lines{{1, 3}, {2, 3}, {3, 3}, {4, 1}, {5, 1}, {6, 3}, {7, 3}, {8, 3}, {9, 3}}));
}

TEST(SegmentsTest, TheBusiestRegionThatBeginsOnALineIsItsCount) {
  EXPECT_EQ(lines({region({1, 1}, {1, 40}, 2), region({1, 10}, {1, 20}, 7), region({1, 22}, {1, 30}, 5)}), (Lines{{1, 7}}));
}

TEST(SegmentsTest, AGapBeginsNoCount) {
  EXPECT_EQ(lines({region({1, 1}, {4, 2}, 1), region({2, 5}, {3, 3}, 0, RegionKind::gap), region({3, 3}, {3, 9}, 0)}),
            (Lines{{1, 1}, {2, 1}, {3, 0}, {4, 1}}));
}

TEST(SegmentsTest, WhatThePreprocessorSkippedIsNoCode) {
  EXPECT_EQ(lines({region({1, 1}, {6, 2}, 1), region({3, 1}, {4, 9}, 0, RegionKind::skipped)}),
            (Lines{{1, 1}, {2, 1}, {5, 1}, {6, 1}}));
}

TEST(SegmentsTest, NothingIsBetweenFunctions) {
  EXPECT_EQ(lines({region({1, 1}, {2, 2}, 1), region({5, 1}, {6, 2}, 2)}), (Lines{{1, 1}, {2, 1}, {5, 2}, {6, 2}}));
}

TEST(SegmentsTest, ARegionWithoutExtentChangesNothing) {
  EXPECT_EQ(lines({region({1, 1}, {3, 2}, 4), region({2, 5}, {2, 5}, 9), region({3, 1}, {3, 2}, 5)}),
            (Lines{{1, 4}, {2, 4}, {3, 5}}));
  EXPECT_EQ(lines({}), Lines{});
}

// Which matters for what each test ran.
TEST(SegmentsTest, ALineKnowsItsRegionsWhateverTheyCount) {
  const auto all = lines_of({region({1, 1}, {6, 2}, 1), region({2, 1}, {3, 9}, 1), region({3, 5}, {3, 6}, 1)});
  ASSERT_EQ(all.size(), 6);
  EXPECT_THAT(all[0].regions, ElementsAre(0));
  EXPECT_THAT(all[1].regions, ElementsAre(0, 1));
  EXPECT_THAT(all[2].regions, ElementsAre(1, 2));
  EXPECT_THAT(all[3].regions, ElementsAre(0));
}

TEST(SegmentsTest, WhatIsAroundComesFirst) {
  EXPECT_TRUE(comes_first({{1, 1}, {9, 1}}, {{1, 1}, {3, 1}}));
  EXPECT_TRUE(comes_first({{1, 1}, {3, 1}}, {{1, 2}, {9, 1}}));
  EXPECT_FALSE(comes_first({{1, 1}, {3, 1}}, {{1, 1}, {3, 1}}));
}

}  // namespace
}  // namespace trireme::coverage
