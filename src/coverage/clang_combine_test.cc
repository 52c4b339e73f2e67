#include "coverage/clang_combine.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "agent/counts.h"
#include "base/fd.h"
#include "base/temp_dir.h"
#include "coverage/md5.h"
#include "coverage/raw_profile.h"

namespace trireme::coverage {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

// What clang 14 and 19 made of this, and what a run of it counted, are inputs of the fuzzers as well:
//
//      1  #define LARGER(a, b) ((a) > (b) ? (a) : (b))
//      2  template <class T>
//      3  T least(T a, T b) {
//      4    if (a < b) return a;
//      5    return b;
//      6  }
//      7  static int unused(int value) { return value; }
//      8  inline int absolute(int value) { return value < 0 ? -value : value; }
//      9  int classify(int value) {
//     10    for (int i = 0; i < value; ++i) {
//     11      if (i > 2 && value != 5) return LARGER(i, 3);
//     12  #if 0
//     13      return 0;
//     14  #endif
//     15    }
//     16    switch (value) {
//     17      case 5:
//     18        return least(1.5, 2.5) > 2;
//     19      default:
//     20        break;
//     21    }
//     22
//     23    return least(3, 2);
//     24  }
//     25  int main() { return classify(5) + classify(7) + classify(-1) + absolute(4) == 0; }
const fs::path k_corpus = TRIREME_CORPUS;

// What llvm-cov says.
const std::map<std::uint32_t, std::int64_t> k_lines = {{1, 1},  {3, 2},   {4, 2},  {5, 1},  {6, 2},  {7, 0},  {8, 1},
                                                       {9, 3},  {10, 11}, {11, 9}, {15, 9}, {16, 2}, {17, 1}, {18, 1},
                                                       {19, 1}, {20, 1},  {21, 2}, {23, 1}, {24, 2}, {25, 1}};
const std::map<std::uint32_t, std::vector<std::int64_t>> k_branches = {
    {4, {1, 1}}, {8, {0, 1}}, {10, {9, 2}}, {11, {3, 6, 1, 2, 0, 1}}, {17, {1, 1}}, {19, {1, 1}}};

class ClangCombineTest : public testing::TestWithParam<const char*> {
 protected:
  ClangCombineTest() {
    fs::copy_file(k_corpus / "clang_program" / GetParam(), program_);
    fs::create_directories(counts_);
    fs::copy_file(k_corpus / "raw_profile" / GetParam(), counts_ + "/a.profraw");
  }

  Combined combined(const Counts& counts) {
    Combined result;
    combine_clang(counts, {program_}, {}, sources_, model::CoverageBranches::useful, result, 1);
    return result;
  }
  // What the run counted, as if it had been in memory.
  UnitCounts counted() const {
    const std::vector<std::int64_t> counters = read_raw_profile(*base::read_file(counts_ + "/a.profraw"))->counters;
    const struct stat status = base::ElfFile::open_any(program_)->status();
    UnitCounts unit{{.object = program_, .version = {agent::k_clang}}, {}};
    unit.sum.stamp =
        agent::state_of_file(static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(status.st_mtim.tv_sec),
                             static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
    unit.sum.functions.push_back({.count = static_cast<std::uint32_t>(counters.size())});
    unit.sum.counters = counters;
    return unit;
  }

  base::TempDir directory_ = *base::make_temp_dir("clang_combine_test");
  std::string program_ = directory_.path() + "/program";
  std::string counts_ = directory_.path() + "/counts";
  Sources sources_{"/project", {"/project"}, {}};
};

TEST_P(ClangCombineTest, CountsWhatLlvmCovCounts) {
  const Combined result = combined({.directories = {{counts_}}});
  EXPECT_THAT(result.problems, IsEmpty());
  ASSERT_EQ(result.files.size(), 1);
  std::map<std::uint32_t, std::int64_t> lines;
  std::map<std::uint32_t, std::vector<std::int64_t>> branches;
  for (const auto& [number, line] : result.files.begin()->second.lines) {
    lines[number] = line.count;
    for (const Branches& group : line.groups) {
      for (const Branch& each : group) branches[number].push_back(each.count);
    }
  }
  EXPECT_EQ(lines, k_lines);
  EXPECT_EQ(branches, k_branches);
  const auto& functions = result.files.begin()->second.functions;
  EXPECT_EQ(functions.at({9, "_Z8classifyi"}).count, 3);
  EXPECT_EQ(functions.at({7, "_ZL6unusedi"}).count, 0);
  EXPECT_EQ(functions.at({3, "_Z5leastIiET_S0_S0_"}).count, 1);
}

TEST_P(ClangCombineTest, KnowsWhichContextRanWhat) {
  const ClangSections sections = *clang_sections(*base::ElfFile::open_any(program_));
  const std::vector<LinkedFunction> functions = *linked_functions(sections);
  const auto classify = std::find_if(functions.begin(), functions.end(),
                                     [](const LinkedFunction& each) { return each.name == md5_word("_Z8classifyi"); });
  Counts counts{.directories = {}, .counted_by_clang = {counted()}, .by_context = true};
  UnitCounts& unit = counts.counted_by_clang[0];
  unit.by_context = {{1, {}}, {2, {}}};
  for (std::uint32_t i = 0; i < unit.sum.counters.size(); ++i) {
    if (unit.sum.counters[i] == 0) continue;
    const bool is_of_classify = classify->first <= i && i < classify->first + classify->count;
    unit.by_context[is_of_classify ? 0 : 1].counters.emplace_back(i, unit.sum.counters[i]);
  }
  const Combined result = combined(counts);
  const std::map<Context, LineSet>& ran = result.by_context.begin()->second;
  for (const auto& [line, count] : k_lines) {
    const bool is_of_classify = line == 1 || (9 <= line && line <= 24);
    EXPECT_EQ(ran.at(1).contains(line), count > 0 && is_of_classify) << line;
    EXPECT_EQ(ran.at(2).contains(line), count > 0 && !is_of_classify) << line;
  }
}

TEST_P(ClangCombineTest, AddsUpWhatWasCountedInSeveralWays) {
  const Counts counts{.directories = {{counts_}}, .counted_by_clang = {counted()}, .kept_of_clang = {counted().sum}};
  const Combined result = combined(counts);
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.files.begin()->second.lines.at(9).count, 9);
  ASSERT_EQ(result.clang_sums.size(), 1);
  const auto again = read_raw_profile(*profraw_of(result.clang_sums[0]));
  EXPECT_EQ(again->counters, result.clang_sums[0].counters);
}

TEST_P(ClangCombineTest, NamesWhatIsOfAnotherBuild) {
  Counts counts{.directories = {}, .counted_by_clang = {counted()}, .kept_of_clang = {counted().sum, counted().sum}};
  counts.counted_by_clang[0].sum.stamp += 1;
  counts.kept_of_clang[0].counters.pop_back();
  counts.kept_of_clang[1].object += "_gone";
  const Combined result = combined(counts);
  EXPECT_THAT(result.problems, ElementsAre(program_ + ": what one worker counted is of another build, and is left out",
                                           program_ + ": what an earlier run counted is of another build, and is left out",
                                           program_ + "_gone is no longer there: what an earlier run counted is left out"));
  EXPECT_THAT(result.clang_sums, IsEmpty());
}

TEST_P(ClangCombineTest, LeavesOutAFileThatCannotBeRead) {
  fs::resize_file(counts_ + "/a.profraw", 200);
  std::string other = *base::read_file(k_corpus / "raw_profile" / GetParam());
  other[168] ^= 1;  // in the name of a function
  std::ofstream(counts_ + "/b.profraw") << other;
  const Combined result = combined({.directories = {{counts_}}});
  EXPECT_THAT(result.problems,
              testing::UnorderedElementsAre(
                  "what one worker counted, a .profraw file, is damaged, and is left out",
                  "what 1 program or library of clang counted is left out, since the build directories have no such file"));
  EXPECT_THAT(result.files, IsEmpty()) << "nobody has run it, and there is no such source";
}

INSTANTIATE_TEST_SUITE_P(Versions, ClangCombineTest, testing::Values("clang_14", "clang_19"));

}  // namespace
}  // namespace trireme::coverage
