#include "coverage/units.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

class UnitsTest : public testing::Test {
 protected:
  std::string file(const std::string& name) {
    std::filesystem::path path = directory_.path() + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << "x";
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

}  // namespace
}  // namespace trireme::coverage
