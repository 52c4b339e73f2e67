#include "coverage/source_regions.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

constexpr Range k_body = {{1, 1}, {3, 2}};
constexpr Range k_use = {{2, 3}, {2, 9}};

TEST(SourceRegionsTest, TheSameRangeIsOneRegion) {
  SourceRegions regions;
  regions.add(k_body, RegionKind::code, 2);
  regions.add(k_body, RegionKind::code, 3);
  // A macro that is nothing but another macro.
  regions.add(k_use, RegionKind::expansion, 7);
  regions.add(k_use, RegionKind::code, 4);
  regions.add(k_use, RegionKind::expansion, 9);
  const FileLines lines = regions.take_lines(false);
  EXPECT_EQ(lines.lines.at(1).count, 5);
  EXPECT_EQ(lines.lines.at(2).count, 5) << "what goes on there, and not less";
  LineSet ran;
  regions.find_run(k_use, RegionKind::expansion, ran);
  EXPECT_FALSE(ran.contains(2)) << "it does not count there";
  regions.find_run(k_use, RegionKind::code, ran);
  EXPECT_TRUE(ran.contains(2));
  EXPECT_FALSE(ran.contains(3));
}

TEST(SourceRegionsTest, BranchesAreInOrderAndOfAllInstances) {
  SourceRegions regions;
  regions.add(k_body, RegionKind::code, 2);
  const Range first = {{2, 4}, {2, 6}};
  regions.add_branch(2, k_use, k_use, 1, 0);
  regions.add_branch(2, first, first, 5, 6);
  regions.add_branch(2, k_use, k_use, 2, 0);
  regions.add_branch(9, first, first, 1, 1);  // where there is no code
  FileLines lines = regions.take_lines(true);
  const Branches branches = lines.lines.at(2).groups.at(0);
  ASSERT_EQ(branches.size(), 4);
  EXPECT_EQ((std::vector{branches[0].count, branches[1].count, branches[2].count, branches[3].count}),
            (std::vector<std::int64_t>{3, 0, 5, 6}));
  EXPECT_EQ(branches[0].target_text(), "true");
  EXPECT_EQ(branches[1].target_text(), "false");
  EXPECT_FALSE(branches[1].leads_to_line());
  EXPECT_FALSE(lines.lines.contains(9));
}

TEST(SourceRegionsTest, TwoCompilersBranchesAreNotMixed) {
  FileLines of_gcc;
  of_gcc.add_line(2, 3, {{1, 4}, {2, 5}});
  FileLines of_clang;
  of_clang.add_line(2, 4, {{4, Branch::k_true}, {0, Branch::k_false}});
  of_gcc.add_foreign(of_clang);
  EXPECT_EQ(of_gcc.lines.at(2).count, 7);
  ASSERT_EQ(of_gcc.lines.at(2).groups.size(), 2);
  EXPECT_EQ(of_gcc.lines.at(2).groups[0][0].count, 1);
}

}  // namespace
}  // namespace trireme::coverage
