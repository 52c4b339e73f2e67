#include "collect/targets.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::collect {
namespace {

class Targets : public testing::Test {
 protected:
  void SetUp() override {
    options_.root = dir_.path();
    options_.directory = dir_.path() + "/sub";
    std::filesystem::create_directories(dir_.path() + "/sub/deep");
    for (const char* name : {"/bin", "/sub/bin", "/sub/a::b", "/sub/parser_test"}) {
      std::ofstream(dir_.path() + name) << "x";
    }
  }

  // "path|name", the path relative to the root; or the error.
  std::string found(const std::string& typed) {
    const auto target = find_target(options_, typed);
    return target ? binary_name(options_, target->path) + "|" + target->name.value_or("*") : target.error().text;
  }

  base::TempDir dir_ = *base::make_temp_dir("trireme-targets-");
  model::Options options_;
};

TEST_F(Targets, FilesDirectoriesAndNodeIds) {
  EXPECT_EQ(found("bin"), "sub/bin|*");
  EXPECT_EQ(found("parser_test::Suite.Test/0"), "sub/parser_test|Suite.Test/0");
  EXPECT_EQ(found("./deep//../bin::S"), "sub/bin|S");
  EXPECT_EQ(found(dir_.path() + "/bin::S"), "bin|S");
  EXPECT_EQ(found("../bin"), "bin|*");
  EXPECT_TRUE(find_target(options_, "deep/")->is_directory);
}

TEST_F(Targets, WhatIsAboveALinkIsWhereItLeads) {
  std::filesystem::create_directories(dir_.path() + "/other/place");
  std::ofstream(dir_.path() + "/other/tool") << "x";
  std::filesystem::create_symlink("../other/place", dir_.path() + "/sub/link");
  EXPECT_EQ(found("link/../tool"), "other/tool|*");
  EXPECT_THAT(found("link/../bin"), testing::HasSubstr("file or directory not found"));
}

TEST_F(Targets, NodeIdsAreRelativeToTheRoot) {
  EXPECT_EQ(found("sub/bin::S.T"), "sub/bin|S.T");
  EXPECT_EQ(found("bin::S.T"), "bin|S.T");
  EXPECT_EQ(found("./bin::S.T"), "sub/bin|S.T");
  EXPECT_EQ(found("../bin::S.T"), "bin|S.T");
}

TEST_F(Targets, ADirectoryThatMayNotBeReadIsSaid) {
  std::filesystem::permissions(dir_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(options_.directory + "/deep", std::filesystem::perms(0));
  const uid_t self = geteuid();
  ASSERT_EQ(seteuid(self == 0 ? 65534 : self), 0);  // root may read everything
  const std::string said = found("deep");
  ASSERT_EQ(seteuid(self), 0);
  std::filesystem::permissions(options_.directory + "/deep", std::filesystem::perms::owner_all);
  EXPECT_EQ(said,
            "deep cannot be searched for test executables: Permission denied; make it readable, or name another directory");
}

TEST_F(Targets, ColonsMayStandInPathsAndNames) {
  EXPECT_EQ(found("a::b"), "sub/a::b|*");
  EXPECT_EQ(found("a::b::S.T"), "sub/a::b|S.T");
  EXPECT_EQ(found("bin::"), "bin|");
  EXPECT_EQ(found("bin::S::U.T"), "bin|S::U.T");
}

TEST_F(Targets, WhatIsMissingIsSaidWithTheNearest) {
  EXPECT_EQ(found("parser_tset::S.T"), "file or directory not found: parser_tset::S.T (did you mean 'parser_test'?)");
  const std::string instead = ": give a test executable, a directory of them, or a node id";
  for (const char* each : {"deep/nothing", "deep::S", "::S"}) {
    EXPECT_EQ(found(each), std::string("file or directory not found: ") + each + instead);
  }
  EXPECT_EQ(found(""), "a PATH is empty");
}

TEST_F(Targets, NeitherFileNorDirectoryIsNotTouched) {
  ASSERT_EQ(mkfifo((options_.directory + "/pipe").c_str(), 0600), 0);
  EXPECT_THAT(found("pipe"), testing::StartsWith("pipe is neither a file nor a directory"));
}

TEST_F(Targets, NamesOutsideTheRootAreAbsolute) {
  EXPECT_EQ(binary_name(options_, "/usr/bin/true"), "/usr/bin/true");
  EXPECT_EQ(binary_name(options_, dir_.path() + "x/bin"), dir_.path() + "x/bin");
  options_.root = "/";
  EXPECT_EQ(binary_name(options_, "/usr/bin/true"), "usr/bin/true");
}

}  // namespace
}  // namespace trireme::collect
