#include "coverage/combine.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/temp_dir.h"
#include "coverage/notes_fixture.h"

namespace trireme::coverage {
namespace {

constexpr std::uint32_t k_units = 64;
constexpr std::uint32_t k_lines = 7;

class CombineTest : public testing::Test {
 protected:
  // All count lines of the same source, and each a line more than once.
  CombineTest() {
    std::ofstream(directory_.path() + "/a.cc") << "int a;\n";
    for (std::uint32_t i = 0; i < k_units; ++i) add_unit(i);
  }

  void add_unit(std::uint32_t number) {
    const std::string path = directory_.path() + "/" + std::to_string(number);
    NotesWriter notes = opening_of_notes(directory_.path());
    add_function(notes, 1, number % k_lines + 1, 1);
    notes_.push_back(path + ".gcno");
    std::ofstream(notes_.back()) << notes.bytes();
    counts_.kept.push_back({.object = path + ".gcda",
                            .version = {k_fixture_version},
                            .stamp = k_fixture_stamp,
                            .functions = {{1, 2, 3, 0, 1}},
                            .counters = {number}});
  }

  // Of each line.
  std::vector<std::int64_t> counted(int threads) {
    Sources sources(directory_.path(), {directory_.path()}, {});
    const Combined combined = combine(counts_, notes_, sources, model::CoverageBranches::useful, threads);
    EXPECT_TRUE(combined.problems.empty()) << combined.problems.front();
    EXPECT_EQ(combined.sums.size(), k_units);
    std::vector<std::int64_t> result;
    for (const auto& [line, known] : combined.files.at(0).lines) result.push_back(known.count);
    return result;
  }

  base::TempDir directory_ = *base::make_temp_dir("combine_test");
  Counts counts_;
  std::vector<std::string> notes_;
};

TEST_F(CombineTest, AddsUpWhatSeveralThreadsRead) {
  std::vector<std::int64_t> wanted(k_lines);
  for (std::uint32_t i = 0; i < k_units; ++i) wanted[i % k_lines] += i;
  for (const int threads : {0, 1, 4, 100}) EXPECT_EQ(counted(threads), wanted) << threads;
}

TEST_F(CombineTest, NamesEachCompiler) {
  constexpr std::uint32_t k_version = 0x4231342a;  // of gcc 11.4, which counts words
  const std::string path = directory_.path() + "/other.gcno";
  std::ofstream(path) << NotesWriter().word(k_notes_magic).word(k_version).word(1).word(1).word('/').word(1).bytes();
  notes_.push_back(path);
  Sources sources(directory_.path(), {directory_.path()}, {});
  EXPECT_THAT(combine(counts_, notes_, sources, model::CoverageBranches::none, 1).compilers,
              testing::ElementsAre("gcc 11.4", "gcc 12.2"));
}

}  // namespace
}  // namespace trireme::coverage
