#include "coverage/changes.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/fd.h"
#include "base/temp_dir.h"
#include "coverage/notes_fixture.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;

const std::string k_text = "int f() {\n  return 1;\n}\nint g() {\n  return 2;\n}\n";

LineSet lines(std::initializer_list<std::uint32_t> numbers) {
  LineSet set;
  for (const std::uint32_t each : numbers) set.add(each);
  return set;
}

// A source and its unit, in the programs a and b, and a file that is no source. One test of a runs f, one of b runs g.
class ChangesTest : public testing::Test {
 protected:
  ChangesTest() {
    options_.root = directory_.path();
    source_ = std::make_shared<const SourceCopy>(SourceCopy{path("a.cc"), k_text, {{1, 3}, {4, 6}}});
    write("a.cc", k_text);
    write("data", "1");
    write_notes(1, 4);
    unit_.notes = *look_at_unit(path("a.gcno"));
    unit_.is_used = true;
    unit_.programs = {"a", "b"};
    unit_.sources = {source_};
    revision_.files = {*look_at(path("data"))};
    revision_.products = {path("a.gcno")};
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return std::filesystem::canonical(directory_.path()).string() + "/" + name;
  }
  void write(const std::string& name, const std::string& text) const { base::replace_file(path(name), text); }

  // As a compiler would that gives this stamp to a function on this line; later than before.
  void write_notes(std::uint32_t stamp, std::uint32_t line) {
    NotesWriter notes = NotesWriter().word(k_notes_magic).word(k_fixture_version).word(stamp).word(0).text("/work").word(1);
    write("a.gcno", add_function(notes, 1, line, 1).bytes());
    std::filesystem::last_write_time(path("a.gcno"),
                                     std::filesystem::file_time_type::clock::now() + std::chrono::hours(++builds_));
  }

  Changes changes() {
    revision_.units = {std::make_shared<const MappedUnit>(unit_)};
    auto project = Project::open(options_);
    return find_changes(revision_, *project);
  }
  Changes after(const std::string& text) {
    write("a.cc", text);
    write_notes(2, 5);
    return changes();
  }
  MappedTest test_of(const std::string& program, const LineSet& run) { return {program, nullptr, false, {{source_, run}}}; }

  base::TempDir directory_ = *base::make_temp_dir("changes_test");
  model::Options options_;
  SourcePtr source_;
  MappedUnit unit_;
  Revision revision_;
  int builds_ = 0;
};

TEST_F(ChangesTest, AreNone) {
  const Changes none = changes();
  EXPECT_EQ(none.everything, std::nullopt);
  EXPECT_THAT(none.programs, IsEmpty());
  EXPECT_FALSE(none.touch(test_of("a", lines({1, 2}))));
}

TEST_F(ChangesTest, OfABodyTouchWhoRunsIt) {
  const Changes found = after("int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n");
  EXPECT_THAT(found.programs, IsEmpty());
  EXPECT_FALSE(found.touch(test_of("a", lines({1, 2}))));
  EXPECT_TRUE(found.touch(test_of("b", lines({4}))));
  EXPECT_TRUE(found.touch(test_of("b", lines({5}))));
  EXPECT_FALSE(found.touch({"b", nullptr, false, {}}));
}

TEST_F(ChangesTest, OfABodyThatRanBeforeTheTestsTouchAll) {
  revision_.before = {{source_, lines({4, 5})}};
  EXPECT_THAT(after("int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n").programs,
              testing::Contains(Pair("a", HasSubstr("runs before the tests"))));
  EXPECT_THAT(after("int f() {\n  return 3;\n}\nint g() {\n  return 2;\n}\n").programs, IsEmpty());
}

TEST_F(ChangesTest, OutsideOfBodiesTouchTheProgramsOfTheFile) {
  unit_.programs = {"b"};
  const Changes found = after("int h;\n" + k_text);
  EXPECT_THAT(found.programs, ElementsAre(Pair("b", "a.cc:1 has changed outside of functions")));
  EXPECT_TRUE(found.touch(test_of("b", {})));
  EXPECT_FALSE(found.touch(test_of("a", lines({1}))));
}

TEST_F(ChangesTest, OfWhatIsInNoKnownProgramTouchEverything) {
  unit_.programs = {};
  EXPECT_THAT(after("int h;\n" + k_text).everything, Optional(HasSubstr("outside of functions")));
  // What a test loads or starts is known by what it ran.
  EXPECT_EQ(after("int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n").everything, std::nullopt);
  unit_.is_used = false;
  EXPECT_THAT(after("int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n").everything,
              Optional(HasSubstr("it is in no test program")));
}

TEST_F(ChangesTest, OfFilesThatAreNoSourcesTouchEverything) {
  write("data", "22");
  EXPECT_THAT(changes().everything, Optional(std::string("data has changed")));
  options_.affected.ignored = {"da*"};
  EXPECT_EQ(changes().everything, std::nullopt);
  options_.affected.ignored = {};
  std::filesystem::remove(path("data"));
  EXPECT_THAT(changes().everything, Optional(std::string("data has changed")));
  write("data", "1");
  EXPECT_EQ(changes().everything, std::nullopt);
  write("more", "1");
  EXPECT_THAT(changes().everything, Optional(std::string("more is new")));
  revision_.products = {path("more"), path("a.gcno")};
  EXPECT_EQ(changes().everything, std::nullopt);
  // A report beside which the whole project lies.
  write("more", "1");
  revision_.products = {path(""), directory_.path()};
  EXPECT_THAT(changes().everything, Optional(HasSubstr("is new")));
}

TEST_F(ChangesTest, ThatWereNotCompiledAreNamed) {
  write("a.cc", "int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n");
  const Changes found = changes();
  EXPECT_THAT(found.not_rebuilt, ElementsAre("a.cc"));
  EXPECT_TRUE(found.touch(test_of("b", lines({5}))));
}

TEST_F(ChangesTest, OfASourceThatIsNoMoreTouchItsPrograms) {
  std::filesystem::remove(path("a.cc"));
  EXPECT_EQ(changes().programs.size(), 2);
}

// What it was compiled from nobody knows.
TEST_F(ChangesTest, OfASourceThatWasNewerThanItsUnitTouchItsPrograms) {
  source_ = std::make_shared<const SourceCopy>(SourceCopy{path("a.cc"), k_text, {{1, 3}, {4, 6}}, false});
  unit_.sources = {source_};
  EXPECT_EQ(changes().programs.size(), 2);
}

TEST_F(ChangesTest, OfAUnitAloneTouchItsPrograms) {
  write_notes(2, 4);
  EXPECT_THAT(changes().programs, testing::Contains(Pair("a", HasSubstr("a.gcno was compiled again"))));
  std::filesystem::remove(path("a.gcno"));
  EXPECT_EQ(changes().programs.size(), 2);
}

// It includes the header, and has no function of it.
TEST_F(ChangesTest, OfAHeaderTouchWhatWasCompiledSince) {
  write("b.gcno", "notes");
  MappedUnit other{.notes = *look_at_unit(path("b.gcno")), .is_used = true, .programs = {"c"}, .sources = {}};
  const auto other_ptr = std::make_shared<const MappedUnit>(other);
  const auto found = [&](const std::string& name) {
    write(name, "int h;\n" + k_text);
    source_ = std::make_shared<const SourceCopy>(SourceCopy{path(name), k_text, {{1, 3}, {4, 6}}});
    unit_.sources = {source_};
    revision_.units = {std::make_shared<const MappedUnit>(unit_), other_ptr};
    options_.affected.ignored = {"*"};
    auto project = Project::open(options_);
    return find_changes(revision_, *project).programs;
  };
  EXPECT_FALSE(found("a.h").contains("c"));
  const auto later = std::filesystem::file_time_type::clock::now() + std::chrono::hours(1);
  std::filesystem::last_write_time(path("b.gcno"), later);
  EXPECT_TRUE(found("a.h").contains("c"));
  EXPECT_FALSE(found("a.cc").contains("c"));
}

// Where settings say how, a compilation that came to the same is none.
TEST_F(ChangesTest, OfASettingAreSeen) {
  write("CMakeCache.txt", "FLAGS");
  revision_.configured = {path("")};
  revision_.configured.front().pop_back();
  revision_.settings = {*look_at(path("CMakeCache.txt"))};
  revision_.products.push_back(path("CMakeCache.txt"));
  write_notes(2, 4);
  EXPECT_THAT(changes().programs, IsEmpty());
  write_notes(3, 5);
  EXPECT_EQ(changes().programs.size(), 2);
  write_notes(1, 4);
  EXPECT_THAT(changes().programs, IsEmpty());
  write_notes(2, 4);
  revision_.files.front().modified = unit_.notes.modified + 1;  // so it was compiled before that
  EXPECT_EQ(changes().programs.size(), 2);
  write("CMakeCache.txt", "OTHER FLAGS");
  EXPECT_THAT(changes().everything, Optional(std::string("CMakeCache.txt has changed")));
}

TEST_F(ChangesTest, OfAProgramAloneTouchIt) {
  write("b", "1");
  revision_.products.push_back(path("b"));
  revision_.programs = {{"b", {*look_at_program(path("b"))}}};
  EXPECT_THAT(changes().programs, IsEmpty());
  write("b", "22");
  EXPECT_THAT(changes().programs, ElementsAre(Pair("b", HasSubstr("linked again"))));
  // Its units say why.
  EXPECT_THAT(after("int f() {\n  return 1;\n}\nint g() {\n  return 3;\n}\n").programs, IsEmpty());
}

}  // namespace
}  // namespace trireme::coverage
