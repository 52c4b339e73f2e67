#include "base/fd.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/temp_dir.h"

namespace trireme::base {
namespace {

std::size_t files_in(const std::string& directory) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

TEST(ReplaceFile, WritesItWhole) {
  const TempDir directory = *make_temp_dir("trireme_fd_");
  const std::string path = directory.path() + "/file";
  EXPECT_TRUE(replace_file(path, "a longer text"));
  EXPECT_TRUE(replace_file(path, std::string("b\0c", 3)));
  EXPECT_EQ(read_file(path).value(), std::string("b\0c", 3));
  EXPECT_EQ(files_in(directory.path()), 1);
}

TEST(ReplaceFile, LeavesNothingWhereItCannot) {
  const TempDir directory = *make_temp_dir("trireme_fd_");
  const std::string taken = directory.path() + "/taken";
  std::filesystem::create_directory(taken);
  EXPECT_FALSE(replace_file(taken, "text"));
  EXPECT_EQ(errno, EISDIR);
  EXPECT_FALSE(replace_file(directory.path() + "/nowhere/file", "text"));
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(files_in(directory.path()), 1);
}

TEST(ReadFile, UsesMemoryAgain) {
  const TempDir directory = *make_temp_dir("trireme_fd_");
  const std::string path = directory.path() + "/file";
  std::string text(1000, 'x');
  const char* const memory = text.data();
  for (const std::string& each : {std::string(300, 'y'), std::string("b\0c", 3)}) {
    EXPECT_TRUE(replace_file(path, each));
    EXPECT_TRUE(read_file(path, text)) << each.size();
    EXPECT_EQ(text, each);
    EXPECT_EQ(text.data(), memory);
  }
  EXPECT_TRUE(replace_file(path, ""));
  EXPECT_TRUE(read_file(path, text));
  EXPECT_EQ(text, "");
  EXPECT_FALSE(read_file(directory.path() + "/nowhere", text));
}

TEST(ReadFile, AsksForNoSize) { EXPECT_TRUE(read_file("/proc/self/maps").value().ends_with('\n')); }

TEST(RemoveUnlocked, LeavesWhatSomebodyHas) {
  const TempDir root = *make_temp_dir("trireme_fd_");
  const std::string path = root.path() + "/mine";
  std::filesystem::create_directories(path + "/deep");
  Fd lock = lock_directory(path);
  remove_unlocked(path);
  EXPECT_TRUE(std::filesystem::exists(path + "/deep"));
  lock.reset();
  remove_unlocked(path);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(RemoveUnlocked, FollowsNoLink) {
  const TempDir root = *make_temp_dir("trireme_fd_");
  std::filesystem::create_directory(root.path() + "/mine");
  std::filesystem::create_directory_symlink(root.path() + "/mine", root.path() + "/link");
  remove_unlocked(root.path() + "/link");
  EXPECT_TRUE(std::filesystem::exists(root.path() + "/mine"));
}

}  // namespace
}  // namespace trireme::base
