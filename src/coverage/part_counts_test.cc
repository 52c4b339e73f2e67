#include "coverage/part_counts.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

constexpr std::uint32_t k_units = 500;

template <class T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

// Of each unit a function that has two counters, the last unit's first in memory.
std::string description() {
  std::string text;
  for (std::uint32_t i = 0; i < k_units; ++i) {
    text += bytes_of(agent::CountedUnit{.stamp = i, .functions = 1, .name_size = 8}) + "/b/a.gcd";
    text += bytes_of(agent::CountedFunction{.ident = i, .count = 2, .offset = (k_units - i) * 2 * k_word});
  }
  return text;
}

std::vector<std::int64_t> words() {
  std::vector<std::int64_t> result;
  for (std::int64_t i = 0; i <= k_units * 2 + 1; ++i) result.push_back(i);
  return result;
}

TEST(PartCounts, AreReadInSeveralThreadsAsInOne) {
  const std::string text = description();
  for (const int threads : {1, 4}) {
    PartCounts part(text, false);
    part.add(words(), 0, 0);
    part.add(words(), 0, 0);
    const std::vector<UnitCounts> units = part.take(threads);
    ASSERT_EQ(units.size(), k_units);
    for (std::uint32_t i = 0; i < k_units; ++i) {
      const std::int64_t first = 2 * (k_units - i);
      EXPECT_EQ(units[i].sum.stamp, i);
      EXPECT_THAT(units[i].sum.counters, ElementsAre(2 * first, 2 * (first + 1)));
    }
  }
}

TEST(PartCounts, KnowWhoCountedInWhateverOrderTheyCome) {
  const std::string text = description();
  PartCounts part(text, true);
  part.add({5}, k_units * 2 * k_word, 1);  // of the first unit
  part.add({6, 7}, 2 * k_word, 2);         // of the last
  part.add({8}, 0, 2);                     // a variable
  const std::vector<UnitCounts> units = part.take(2);
  ASSERT_EQ(units[0].by_context.size(), 1U);
  EXPECT_EQ(units[0].by_context[0].context, 1U);
  EXPECT_THAT(units[0].by_context[0].counters, ElementsAre(testing::Pair(0, 5)));
  ASSERT_EQ(units.back().by_context.size(), 1U);
  EXPECT_THAT(units.back().by_context[0].counters, ElementsAre(testing::Pair(0, 6), testing::Pair(1, 7)));
}

TEST(PartCounts, AreNothingWhereTheDescriptionIsDamaged) {
  const std::string text = description().substr(0, 100);
  PartCounts part(text, true);
  part.add(words(), 0, 1);
  EXPECT_THAT(part.take(2), testing::IsEmpty());
}

}  // namespace
}  // namespace trireme::coverage
