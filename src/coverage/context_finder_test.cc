#include "coverage/context_finder.h"

#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(LineSet, IsCoveragePys) {
  LineSet lines;
  for (const std::uint32_t each : {1U, 8U, 17U}) lines.add(each);
  EXPECT_EQ(lines.bytes(), (std::string{2, 1, 2}));
  LineSet more;
  more.add(3);
  more.add(lines);
  EXPECT_TRUE(more.contains(3) && more.contains(17));
  EXPECT_FALSE(more.contains(16) || more.contains(100));
}

// f: entry → block 2 on line 10 → block 3 on line 11, or past it → exit. The counters: into the block 2, and on to 3.
Function function(std::uint32_t ident) {
  Function made{.ident = ident, .file = 0, .start_line = ident * 10, .end_line = ident * 10 + 9, .blocks = 4, .counters = 2};
  made.arcs = {{0, 2, 0}, {2, 1, k_no_counter}, {2, 3, 1}, {3, 1, k_no_counter}};
  made.locations = {{2, 0, {ident * 10}}, {3, 0, {ident * 10 + 1}}};
  return made;
}

TEST(ContextFinder, FindsTheLinesThatEachRan) {
  Notes notes;
  notes.files = {0};
  notes.functions = {function(1), function(2)};
  const std::vector<std::int64_t> whole = {3, 1};
  LineCounter counter(notes, model::CoverageBranches::none);
  counter.count({whole.data(), whole.data()});
  const FunctionsByIdent functions = {{1, &notes.functions[0]}, {2, &notes.functions[1]}};
  ContextFinder finder(functions, counter);
  UnitCounts unit;
  unit.sum.functions = {{9, 0, 0, 0, 0}, {1, 0, 0, 0, 2}, {2, 0, 0, 2, 2}, {7, 0, 0, 4, 1}};
  // Counted twice by the same context, as by a process and one that it forked; and by a function that the notes do not have.
  unit.by_context = {{5, {{0, 1}, {0, 1}, {4, 1}}}, {6, {{2, 1}, {3, 1}}}, {7, {}}};
  finder.add(unit);
  std::map<std::uint32_t, std::vector<std::uint32_t>> lines;
  for (const auto& [key, set] : finder.take()) {
    for (std::uint32_t line = 0; line < 30; ++line) {
      if (set.contains(line)) lines[key.second].push_back(line);
    }
  }
  EXPECT_THAT(lines, ElementsAre(testing::Pair(5, ElementsAre(10)), testing::Pair(6, ElementsAre(20, 21))));
}

}  // namespace
}  // namespace trireme::coverage
