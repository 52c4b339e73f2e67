#include "coverage/unit.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"
#include "coverage/notes_fixture.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class UnitTest : public testing::Test {
 protected:
  UnitTest() { std::ofstream(directory_.path() + "/a.cc") << "int a;\n"; }

  // {line, count} …
  std::map<std::uint32_t, std::int64_t> lines(const UnitResult& result) {
    std::map<std::uint32_t, std::int64_t> counts;
    for (const auto& [number, file] : result.files) {
      for (const auto& [line, known] : file.lines) counts[line] = known.count;
    }
    return counts;
  }

  UnitResult read(const NotesWriter& notes, const Profile& profile) {
    const UnitFiles unit{directory_.path() + "/a.gcno", profile.object, {}, {}, {&profile}};
    std::ofstream(unit.notes) << notes.bytes();
    return read_unit(unit, sources_, model::CoverageBranches::useful, memory_);
  }

  static Profile profile(std::vector<FunctionProfile> functions, std::vector<std::int64_t> counters) {
    return {.object = "/a.gcda",
            .version = {k_fixture_version},
            .stamp = k_fixture_stamp,
            .functions = std::move(functions),
            .counters = std::move(counters)};
  }

  base::TempDir directory_ = *base::make_temp_dir("unit_test");
  std::string memory_;
  NotesWriter notes_ = opening_of_notes(directory_.path());
  Sources sources_{directory_.path(), {directory_.path()}, {}};
};

TEST_F(UnitTest, HasTheLinesOfItsFunctions) {
  add_function(add_function(notes_, 1, 10, 2), 3, 30, 1);
  const Profile counted = profile({{1, 2, 3, 0, 2}, {3, 2, 3, 2, 1}}, {5, 5, 7});
  EXPECT_THAT(lines(read(notes_, counted)), ElementsAre(Pair(10, 5), Pair(30, 7)));
}

// Damaged notes may say anything, as long as each record of them can be read.
TEST_F(UnitTest, GivesNoFunctionTheCountersOfAnother) {
  add_function(add_function(add_function(notes_, 1, 10, 2), 1, 20, 1), 3, 30, 1);
  const Profile counted = profile({{1, 2, 3, 0, 1}, {3, 2, 3, 1, 1}}, {5, 7});
  EXPECT_THAT(lines(read(notes_, counted)), ElementsAre(Pair(10, 0), Pair(20, 5), Pair(30, 7)));
}

TEST_F(UnitTest, WaitsForNoNotesThatNeverEnd) {
  const std::string pipe = directory_.path() + "/pipe.gcno";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const UnitFiles unit{pipe, "/a.gcda", {}, {}};
  EXPECT_THAT(read_unit(unit, sources_, model::CoverageBranches::useful, memory_).problems,
              ElementsAre(pipe + " is no file: it is left out"));
}

}  // namespace
}  // namespace trireme::coverage
