#include "schedule/lanes.h"

#include <gtest/gtest.h>

namespace trireme::schedule {
namespace {

TEST(Lanes, AreTakenInOrder) {
  const Lanes lanes(3, 1);
  EXPECT_EQ(lanes.choose(0, {1, 2}), 1U);
}

TEST(Lanes, KeepTheirWorkers) {
  Lanes lanes(2, 2);
  lanes.enter(0, 1);
  EXPECT_EQ(lanes.choose(0, {0, 1}), 1U);
  EXPECT_EQ(lanes.choose(0, {0}), 0U);
}

TEST(Lanes, AreTakenBeforeThoseOfOthers) {
  Lanes lanes(2, 2);
  lanes.enter(0, 0);
  lanes.on_known(0);
  EXPECT_EQ(lanes.choose(1, {0, 1}), 1U);
  EXPECT_EQ(lanes.choose(1, {0}), 0U);
}

TEST(Lanes, AreTakenLastWhileOthersFindOutHowLongTheirTestsTake) {
  Lanes lanes(2, 3);
  lanes.enter(0, 0);
  lanes.enter(1, 1);
  lanes.on_known(1);
  EXPECT_EQ(lanes.choose(2, {0, 1}), 1U);
  lanes.enter(2, 0);
  EXPECT_EQ(lanes.choose(2, {0, 1}), 1U) << "its own is no better";
  EXPECT_EQ(lanes.choose(2, {0}), 0U);
}

TEST(Lanes, AreFreeWhenTheirWorkersWentElsewhere) {
  Lanes lanes(3, 2);
  lanes.enter(0, 0);
  lanes.on_known(0);
  lanes.enter(0, 2);
  EXPECT_EQ(lanes.choose(1, {0, 1}), 0U);
}

}  // namespace
}  // namespace trireme::schedule
