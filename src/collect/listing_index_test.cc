#include "collect/listing_index.h"

#include <gmock/gmock.h>

namespace trireme::collect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Listing listing(const std::vector<std::pair<std::string, std::string>>& names) {
  Listing result;
  for (const auto& [suite, name] : names) {
    result.tests.emplace_back();
    result.tests.back().suite = suite;
    result.tests.back().name = name;
  }
  return result;
}

TEST(ListingIndex, FindsTestsAndSuites) {
  const Listing tests = listing({{"A", "x"}, {"B", "x"}, {"A", "y"}, {"P/A", "x/0"}});
  const ListingIndex index(tests);
  EXPECT_THAT(index.find("A.y"), ElementsAre(2));
  EXPECT_THAT(index.find("A"), ElementsAre(0, 2));
  EXPECT_THAT(index.find("P/A.x/0"), ElementsAre(3));
  EXPECT_THAT(index.find("A."), IsEmpty());
  EXPECT_FALSE(index.duplicate());
}

TEST(ListingIndex, LeavesTheWorkerOutOnlyIfItMeansNothing) {
  const Listing tests = listing({{"A", "x"}, {"A", "y@gw1"}, {"A", "y"}});
  const ListingIndex index(tests);
  EXPECT_THAT(index.find("A.x@gw12"), ElementsAre(0));
  EXPECT_THAT(index.find("A.y@gw1"), ElementsAre(1));
  EXPECT_THAT(index.find("A.y@gw"), IsEmpty());
  EXPECT_THAT(index.find("A.y@gwx"), IsEmpty());
}

TEST(ListingIndex, FindsWhatATerminalShowsOfAName) {
  const Listing tests = listing({{"A", "x\x1b[1m\xff"}, {"A", "y\x1b"}, {"A", "y\\x1b"}});
  const ListingIndex index(tests);
  EXPECT_THAT(index.find("A.x\\x1b[1m\\xff"), ElementsAre(0));
  EXPECT_THAT(index.find("A.y\\x1b"), ElementsAre(2));
  EXPECT_THAT(index.find("A.z\\x1b"), IsEmpty());
}

TEST(ListingIndex, TellsTheFirstNameGivenTwiceThoughPartedElsewhere) {
  const Listing tests = listing({{"A", "x"}, {"A.b", "c"}, {"A", "b.c"}, {"A", "x"}});
  const ListingIndex index(tests);
  ASSERT_TRUE(index.duplicate());
  EXPECT_EQ(*index.duplicate(), (std::pair<std::size_t, std::size_t>(1, 2)));
}

TEST(ListingIndex, NearestAmongTestsOrSuites) {
  const Listing tests = listing({{"Parser", "Reads"}, {"Printer", "Writes"}});
  const ListingIndex index(tests);
  EXPECT_EQ(index.nearest("Parser.Raeds"), "Parser.Reads");
  EXPECT_EQ(index.nearest("Pirnter"), "Printer");
  EXPECT_EQ(index.nearest("Nothing.AtAll"), "");
}

}  // namespace
}  // namespace trireme::collect
