#include "coverage/sources.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

class SourcesTest : public testing::Test {
 protected:
  SourcesTest() {
    for (const char* each : {"src", "build/src"}) std::filesystem::create_directories(root_ + "/" + each);
    base::replace_file(root_ + "/src/a.cc", "");
  }
  std::string name(const std::string& written) { return sources_.at(*sources_.number(root_ + "/build", written)).name; }

  base::TempDir directory_ = *base::make_temp_dir("sources_test");
  std::string root_ = std::filesystem::canonical(directory_.path());
  Sources sources_{root_, {root_}, {}};
};

TEST_F(SourcesTest, AreNamedFromWhereTheCompilerRan) {
  EXPECT_EQ(name("../src/a.cc"), "src/a.cc");
  EXPECT_EQ(name(root_ + "/src/a.cc"), "src/a.cc");
  EXPECT_EQ(name("gone.cc"), "build/gone.cc");
}

// -ffile-prefix-map=ROOT=. takes the root away.
TEST_F(SourcesTest, AreNamedFromTheRootWhereThereIsNoOther) {
  EXPECT_EQ(name("./src/a.cc"), "src/a.cc");
  base::replace_file(root_ + "/src/b.cc", "");
  base::replace_file(root_ + "/build/src/b.cc", "");
  EXPECT_EQ(name("./src/b.cc"), "build/src/b.cc");
}

}  // namespace
}  // namespace trireme::coverage
