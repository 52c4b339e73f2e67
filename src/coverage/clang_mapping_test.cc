#include "coverage/clang_mapping.h"

#include <gmock/gmock.h>

#include "coverage/bytes.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

// As clang writes them. A term: its index times 4, and what it is.
constexpr char k_counter = 1;
constexpr char k_difference = 2;
constexpr char k_sum = 3;
constexpr char term(char index, char kind) { return static_cast<char>(index * 4 + kind); }
constexpr char expansion_to(char file) { return static_cast<char>(file * 8 + 4); }

const SourceNumbers k_sources = {std::nullopt, 0, 1};

base::Result<Mapping> read(const std::string& bytes) {
  return unless_damaged([&] { return read_mapping({.bytes = bytes}, k_sources); });
}

// One file; no expressions.
std::string one_region(const std::string& region) { return std::string{1, 1, 0, 1} + region; }

TEST(ClangMappingTest, ReadsRegions) {
  const auto mapping = read({1,
                             1,
                             0,
                             3,  // the first source, three regions
                             term(2, k_counter),
                             4,
                             7,
                             2,
                             3,  // 4:7 to 6:3
                             2 * 8,
                             1,
                             1,
                             0,
                             9,  // skipped, 5:1 to 5:9
                             4 * 8,
                             term(0, k_counter),
                             term(1, k_counter),
                             0,
                             2,
                             0,
                             5});  // a branch, 5:2 to 5:5
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->counters, 3);
  ASSERT_THAT(mapping->regions, SizeIs(3));
  EXPECT_EQ(mapping->regions[0].range, (Range{{4, 7}, {6, 3}}));
  EXPECT_EQ(mapping->regions[1].kind, RegionKind::skipped);
  EXPECT_EQ(mapping->regions[1].range, (Range{{5, 1}, {5, 9}}));
  EXPECT_EQ(mapping->regions[2].kind, RegionKind::branch);
  const std::vector<std::int64_t> counters = {5, 6, 7};
  const Counted counted(*mapping, counters.data());
  EXPECT_EQ(counted.of(mapping->regions[0].count), 7);
  EXPECT_EQ(counted.of(mapping->regions[2].count), 5);
  EXPECT_EQ(counted.of(mapping->regions[2].alternative), 6);
}

TEST(ClangMappingTest, ReadsGapsAndWholeLines) {
  // The end's column has bit 31.
  const auto gap = read(one_region({term(0, k_counter), 1, 2, 0, '\x85', '\x80', '\x80', '\x80', 8}));
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->regions[0].kind, RegionKind::gap);
  EXPECT_EQ(gap->regions[0].range, (Range{{1, 2}, {1, 5}}));
  const auto whole = read(one_region({term(0, k_counter), 1, 0, 2, 0}));
  EXPECT_EQ(whole->regions[0].range, (Range{{1, 1}, {3, 0xffffffff}}));
}

TEST(ClangMappingTest, EvaluatesExpressionsInAnyOrder) {
  // The first needs the second: (c0 - c1) + c2.
  const auto mapping = read({1, 1, 2,                                    // two expressions
                             term(1, k_difference), term(2, k_counter),  // …
                             term(0, k_counter), term(1, k_counter),     // …
                             1, term(0, k_sum), 1, 1, 0, 2});
  ASSERT_TRUE(mapping);
  const std::vector<std::int64_t> counters = {10, 4, 1};
  EXPECT_EQ(Counted(*mapping, counters.data()).of(mapping->regions[0].count), 7);
  EXPECT_EQ(Counted(*mapping, nullptr).of(mapping->regions[0].count), 0);
}

TEST(ClangMappingTest, AnExpansionCountsAsItsCode) {
  const auto mapping = read({2, 1, 2, 0,                      // two files
                             1, expansion_to(1), 3, 1, 0, 4,  // in the first a macro is used
                             1, term(1, k_counter), 1, 1, 0, 9});
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->main_file(), 0);
  EXPECT_THAT(mapping->files, ElementsAre(0U, 1U));
  const std::vector<std::int64_t> counters = {1, 2};
  EXPECT_EQ(Counted(*mapping, counters.data()).of(mapping->regions[0].count), 2);
}

TEST(ClangMappingTest, RefusesWhatClangDoesNotWrite) {
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read(one_region({term(0, k_counter), 1, 2, 0})));                                     // cut off
  EXPECT_FALSE(read(one_region({term(0, k_counter), 1, 5, 0, 4})));                                  // ends before it begins
  EXPECT_FALSE(read(one_region({term(0, k_sum), 1, 2, 0, 4})));                                      // no such expression
  EXPECT_FALSE(read(one_region({expansion_to(1), 1, 2, 0, 4})));                                     // no such file
  EXPECT_FALSE(read(one_region({7 * 8, 1, 2, 0, 4})));                                               // of no known kind
  EXPECT_FALSE(read({1, 3, 0, 0}));                                                                  // no such source
  EXPECT_FALSE(read(one_region({term(0, k_counter), '\xff', '\xff', '\xff', '\xff', 7, 2, 0, 4})));  // a line far away
  EXPECT_FALSE(read({1, 1, 1, term(0, k_sum), 0, 0}));                                               // needs itself
  EXPECT_TRUE(read(one_region({term(0, k_counter), 1, 2, 0, 4})));
}

}  // namespace
}  // namespace trireme::coverage
