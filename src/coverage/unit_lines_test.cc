#include "coverage/unit_lines.h"

#include <gmock/gmock.h>

#include "coverage/flow.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

// A function whose arcs are counted in the order in which they are given; -1: one without a counter.
class Graph {
 public:
  explicit Graph(std::uint32_t blocks) {
    function_.blocks = blocks;
    function_.start_line = 1;
    function_.end_line = 100;
  }
  Graph& arc(std::uint32_t source, std::uint32_t target, std::int64_t count, bool throws = false) {
    Arc arc{source, target, k_no_counter, false, false, throws};
    if (count >= 0) arc.counter = function_.counters++;
    if (count >= 0) counters_.push_back(count);
    function_.arcs.push_back(arc);
    return *this;
  }
  Graph& lines(std::uint32_t block, std::vector<std::uint32_t> lines) {
    function_.locations.push_back({block, 0, std::move(lines)});
    return *this;
  }
  [[nodiscard]] const Function& function() const { return function_; }
  [[nodiscard]] Flow flow() const { return solve(function_, counters_.data()); }

  [[nodiscard]] FileLines count(int instances = 1, model::CoverageBranches which = model::CoverageBranches::useful) const {
    Notes notes;
    notes.files = {0};
    notes.functions.assign(static_cast<std::size_t>(instances), function_);
    const std::vector<const std::int64_t*> counters(notes.functions.size(), counters_.data());
    return LineCounter(notes, which).count(counters).files.at(0);
  }

 private:
  Function function_;
  std::vector<std::int64_t> counters_;
};

// if (…) 3 else 4; then 5.
Graph diamond() {
  Graph graph(6);
  graph.arc(0, 2, -1).arc(2, 3, 7).arc(2, 4, -1).arc(3, 5, -1).arc(4, 5, 2).arc(5, 1, -1);
  return graph.lines(2, {2}).lines(3, {3}).lines(4, {4}).lines(5, {5});
}

TEST(Flow, FollowsFromTheArcsThatAreCounted) {
  EXPECT_THAT(diamond().flow().blocks, ElementsAre(9, 9, 9, 7, 2, 9));
  EXPECT_THAT(diamond().flow().arcs, ElementsAre(9, 7, 2, 7, 2, 9));
}

TEST(Flow, IsNothingWhereNothingIsKnown) {
  Graph graph(4);
  graph.arc(2, 3, -1).arc(3, 2, -1);
  EXPECT_THAT(graph.flow().blocks, ElementsAre(0, 0, 0, 0));
}

TEST(UnitLines, CountsLinesAndBranches) {
  const FileLines lines = diamond().count();
  ASSERT_EQ(lines.lines.size(), 4U);
  EXPECT_EQ(lines.lines.at(2).count, 9);
  EXPECT_EQ(lines.lines.at(4).count, 2);
  const Branches& branches = lines.lines.at(2).groups.at(0);
  EXPECT_EQ(branches.at(0).count, 7);
  EXPECT_EQ(branches.at(1).target, 4U);
  EXPECT_TRUE(lines.lines.at(3).groups.empty());
}

TEST(UnitLines, CountsALoopOnOneLineAsOftenAsItGoesRound) {
  Graph graph(5);
  graph.arc(0, 2, -1).arc(2, 3, 10).arc(2, 4, -1).arc(3, 2, -1).arc(4, 1, 1).lines(2, {5}).lines(3, {5}).lines(4, {6});
  EXPECT_EQ(graph.count().lines.at(5).count, 11);
}

TEST(UnitLines, SumsTheInstancesOfATemplate) {
  const FileLines lines = diamond().count(3);
  EXPECT_EQ(lines.lines.at(3).count, 21);
  ASSERT_EQ(lines.lines.at(2).groups.size(), 1U);
  EXPECT_EQ(lines.lines.at(2).groups.at(0).at(1).count, 6);
}

TEST(UnitLines, LeavesOutTheWayToAHandlerAndWithItABranchThatIsNoneThen) {
  Graph graph(5);
  graph.arc(0, 2, -1).arc(2, 3, 4).arc(2, 4, 0, true).arc(3, 1, -1).arc(4, 1, -1).lines(2, {2}).lines(3, {3}).lines(4, {4});
  EXPECT_TRUE(graph.count().lines.at(2).groups.empty());
  EXPECT_EQ(graph.count(1, model::CoverageBranches::all).lines.at(2).groups.at(0).size(), 2U);
}

TEST(UnitLines, TakesLessThanNothingForNothingAndSaysSo) {
  Graph graph(4);
  graph.arc(0, 2, -1).arc(2, 3, 1).arc(3, 1, -1).lines(2, {2});
  Notes notes;
  notes.files = {0};
  notes.functions = {graph.function()};
  const std::int64_t wrong = -5;
  const UnitLines lines = LineCounter(notes, model::CoverageBranches::useful).count({&wrong});
  EXPECT_TRUE(lines.negative);
  EXPECT_EQ(lines.files.at(0).lines.at(2).count, 0);
}

TEST(FileLines, MergesBranchesOfAsManyAndListsOthersAfterThem) {
  FileLines lines;
  lines.add_line(1, 1, {{1, 0}, {2, 0}, {3, 0}});
  lines.add_line(1, 1, {{4, 0}, {5, 0}});
  lines.add_line(1, 1, {{10, 7}, {20, 8}, {30, 9}});
  const auto& groups = lines.lines.at(1).groups;
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0][1].count, 5);
  EXPECT_EQ(groups[1][2].count, 33);
  EXPECT_EQ(groups[1][2].target, 9U);
}

}  // namespace
}  // namespace trireme::coverage
