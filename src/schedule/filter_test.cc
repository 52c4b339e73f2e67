#include "schedule/filter.h"

#include <gmock/gmock.h>

#include "schedule/fixtures.h"

namespace trireme::schedule {
namespace {

using testing::ElementsAre;

TEST(Filter, ExpressesOrdinaryNamesExactly) {
  EXPECT_TRUE(is_expressible("Prefix/Suite.test/0"));
  EXPECT_EQ(filter_pattern("Prefix/Suite.test/0"), "Prefix/Suite.test/0");
}

TEST(Filter, ReplacesWhatAFilterCannotHold) {
  for (const char* name : {"a:b.c", "a.b-c", "a.b*", "a.b?", "a.b\nc"}) EXPECT_FALSE(is_expressible(name)) << name;
  EXPECT_EQ(filter_pattern("a:b-c*.d?"), "a?b?c?.d?");
}

TEST(Filter, KeepsTestsApartThatPatternsCanTellApart) {
  const auto collection = collection_of({"A.one", "A.two", "A.x:y"});
  EXPECT_THAT(inseparable_groups(collection, {0, 1, 2}), ElementsAre(ElementsAre(0), ElementsAre(1), ElementsAre(2)));
}

TEST(Filter, JoinsWhatOnePatternRunsTogether) {
  const auto collection = collection_of({"A.x_y", "A.other", "A.x:y", "A.x-y"});
  EXPECT_THAT(inseparable_groups(collection, {0, 1, 2, 3}), ElementsAre(ElementsAre(0, 2, 3), ElementsAre(1)));
}

}  // namespace
}  // namespace trireme::schedule
