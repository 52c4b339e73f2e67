#include "coverage/units.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"
#include "coverage/notes_fixture.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

class UnitsTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& bytes = "x") {
    std::filesystem::path path = directory_.path() + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
    return path.string();
  }

  base::TempDir directory_ = *base::make_temp_dir("units_test");
  std::string build_ = directory_.path() + "/build";
  std::string counts_ = directory_.path() + "/counts";
};

TEST_F(UnitsTest, AreThoseThatWereCountedAndThoseThatWereNot) {
  const std::string here = file("build/a/one.gcno");
  const std::string other = file("build/two.gcno");
  const std::string counted = file("counts" + build_ + "/a/one.gcda");
  const std::vector<UnitFiles> units = find_units({{{counts_}}}, {here, other});
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units[0].notes, here);
  EXPECT_EQ(units[0].object, build_ + "/a/one.gcda");
  ASSERT_EQ(units[0].profiles.size(), 1U);
  EXPECT_EQ(units[0].profiles[0].path, counted);
  EXPECT_EQ(units[1].notes, other);
  EXPECT_EQ(units[1].object, "");
}

// As -fprofile-dir has it.
TEST_F(UnitsTest, AreFoundFromNamesThatHoldTheWholePath) {
  std::string mangled = build_ + "/one.gcda";
  std::replace(mangled.begin(), mangled.end(), '/', '#');
  file("counts/all/" + mangled);
  EXPECT_EQ(find_units({{{counts_}}}, {}).at(0).notes, build_ + "/one.gcno");
}

TEST_F(UnitsTest, AreFoundWhereTheBuildTreeWasMovedTo) {
  const std::string mine = file("moved/a/one.gcno", NotesWriter().word(k_notes_magic).word(k_fixture_version).word(7).bytes());
  const std::string other = file("moved/b/one.gcno", NotesWriter().word(k_notes_magic).word(k_fixture_version).word(8).bytes());
  const Profile kept{.object = build_ + "/a/one.gcda", .version = {k_fixture_version}, .stamp = 7};
  const std::vector<UnitFiles> units = find_units({.directories = {}, .kept = {kept}}, {other, mine});
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units[0].notes, mine);
  EXPECT_EQ(units[0].object, kept.object);
  EXPECT_EQ(units[1].notes, other);
  EXPECT_EQ(units[1].object, "");
}

}  // namespace
}  // namespace trireme::coverage
