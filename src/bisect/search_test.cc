#include "bisect/search.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace trireme::bisect {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

class Searches : public testing::Test {
 protected:
  static Tests first(model::TestIndex count) {
    Tests tests(count);
    std::iota(tests.begin(), tests.end(), model::TestIndex{0});
    return tests;
  }

  // A test that fails after all of `culprits`.
  Found among(model::TestIndex count, const Tests& culprits) {
    return search(first(count), [&](const Tests& before) {
      ++trials_;
      EXPECT_TRUE(std::is_sorted(before.begin(), before.end())) << "their order is kept";
      if (trials_ == stop_at_) return Trial::stopped;
      return std::includes(before.begin(), before.end(), culprits.begin(), culprits.end()) ? Trial::fails : Trial::passes;
    });
  }

  int trials_ = 0;
  int stop_at_ = 0;
};

TEST_F(Searches, FindOneAmongManyInFewTrials) {
  const Found found = among(1000, {700});
  EXPECT_EQ(found.answer, Answer::found);
  EXPECT_THAT(found.tests, ElementsAre(700));
  EXPECT_LE(trials_, 2 + 2 * 10);
}

TEST_F(Searches, FindAllThatAreNeededTogether) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const auto count = static_cast<model::TestIndex>(1 + random() % 60);
    Tests culprits = first(count);
    std::shuffle(culprits.begin(), culprits.end(), random);
    culprits.resize(1 + random() % std::min<std::size_t>(culprits.size(), 5));
    std::sort(culprits.begin(), culprits.end());
    EXPECT_THAT(among(count, culprits).tests, ElementsAreArray(culprits));
  }
}

TEST_F(Searches, KeepAllWhenAllAreNeeded) { EXPECT_THAT(among(7, first(7)).tests, ElementsAreArray(first(7))); }

TEST_F(Searches, AreShortForOne) {
  EXPECT_THAT(among(1, {0}).tests, ElementsAre(0));
  EXPECT_EQ(trials_, 2);
}

TEST_F(Searches, SayWhenNobodyElseIsToBlame) {
  EXPECT_EQ(among(9, {}).answer, Answer::fails_alone);
  EXPECT_EQ(trials_, 1);
}

TEST_F(Searches, SayWhenItDoesNotFailAgain) {
  EXPECT_EQ(among(9, {99}).answer, Answer::not_again);
  EXPECT_EQ(trials_, 2);
  EXPECT_EQ(among(0, {99}).answer, Answer::not_again);
}

TEST_F(Searches, StopAtAnyTrial) {
  for (stop_at_ = 1; stop_at_ < 100; ++stop_at_) {
    trials_ = 0;
    const Found found = among(50, {7, 31});
    if (found.answer == Answer::found) break;
    EXPECT_EQ(found.answer, Answer::stopped);
    EXPECT_EQ(trials_, stop_at_);
    EXPECT_THAT(found.tests, IsEmpty());
  }
  EXPECT_GT(stop_at_, 10);
  EXPECT_LT(stop_at_, 100);
}

}  // namespace
}  // namespace trireme::bisect
