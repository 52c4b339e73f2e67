#include "coverage/file_tree.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

using testing::UnorderedElementsAre;

TEST(FilesBelow, AreRegularFilesWhateverElseIsThere) {
  const base::TempDir directory = *base::make_temp_dir("file_tree_test");
  const std::string build = directory.path() + "/build";
  std::filesystem::create_directories(build + "/last");
  for (const char* each : {"/last/one.gcno", "/two.gcno", "/two.o"}) std::ofstream(build + each) << "x";
  ASSERT_EQ(mkfifo((build + "/pipe.gcno").c_str(), 0600), 0);
  std::filesystem::create_directory(build + "/directory.gcno");
  std::filesystem::create_symlink(build + "/nothing", build + "/broken.gcno");
  EXPECT_THAT(files_below({build, directory.path() + "/missing"}, ".gcno"),
              UnorderedElementsAre(build + "/last/one.gcno", build + "/two.gcno"));
}

TEST(FilesBelow, AreNotWhatCMakeCompilesToKnowTheCompiler) {
  const base::TempDir directory = *base::make_temp_dir("file_tree_test");
  for (const char* each : {"/CMakeFiles/3.25.1/CompilerIdCXX", "/CMakeFiles/a.dir/CompilerIdTest", "/CompilerIdCXX"}) {
    std::filesystem::create_directories(directory.path() + each);
    std::ofstream(directory.path() + each + "/a.gcno") << "x";
  }
  EXPECT_THAT(files_below({directory.path()}, ".gcno"),
              UnorderedElementsAre(directory.path() + "/CMakeFiles/a.dir/CompilerIdTest/a.gcno",
                                   directory.path() + "/CompilerIdCXX/a.gcno"));
}

}  // namespace
}  // namespace trireme::coverage
