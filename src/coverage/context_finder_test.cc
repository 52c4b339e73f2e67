#include "coverage/context_finder.h"

#include <gmock/gmock.h>

#include "coverage/sqlite.h"
#include "coverage/sqlite_report.h"

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
  notes.files = {{"a.cc", 0}};
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

TEST(SqliteReport, IsReadAgain) {
  CoveredFile file{.name = "a.cc", .path = "/nowhere/a.cc"};
  file.lines = {{1, 4, {}}, {2, 0, {}}, {9, 4, {}}};
  LineSet one;
  one.add(1);
  file.by_context = {{0, one}, {1, one}, {2, one}};
  Report report{.files = {file}, .contexts = {"", "b::T.one", "b::T.t'wo"}};
  const auto data = sqlite_file(report);
  ASSERT_TRUE(data) << data.error().text;
  const auto found = coverers(*data, file.path, 1);
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_THAT(found->tests, ElementsAre("b::T.one", "b::T.t'wo"));
  EXPECT_TRUE(found->before);
  EXPECT_THAT(coverers(*data, file.path, 2)->tests, IsEmpty());
  EXPECT_FALSE(coverers(*data, "/nowhere/b.cc", 1));
}

TEST(SqliteReport, IsNotReadWhenItIsDamaged) {
  EXPECT_FALSE(coverers("no database, but as long as one may want a header to be: a hundred bytes, or some more of them, or so",
                        "/a", 1));
  const std::string data = *sqlite_file({});
  for (std::size_t size = 100; size < data.size(); size += 1000) EXPECT_FALSE(coverers(data.substr(0, size), "/a", 1));
}

}  // namespace
}  // namespace trireme::coverage
