#include "coverage/losses.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Found = MemoryCounts::Found;

const std::string k_death_test = "build/a::ADeathTest.B";

TEST(Losses, NameDeathTestsThatWereExecuted) {
  Losses losses;
  losses.add(Found::nothing, {k_death_test, "build/a::A.DeathTest"});
  EXPECT_THAT(losses.told({}), ElementsAre(testing::EndsWith("not counted: " + k_death_test)));
  EXPECT_THAT(losses.ids(), ElementsAre(k_death_test));
}

TEST(Losses, AreNoneOfDeathTestsThatCountInMemoryOrNotAtAll) {
  Losses losses;
  losses.add(Found::all, {k_death_test});
  losses.add(Found::nothing, {"build/b::ADeathTest.B"});
  EXPECT_THAT(losses.told({.without = {"build/b"}}), IsEmpty());
}

}  // namespace
}  // namespace trireme::coverage
