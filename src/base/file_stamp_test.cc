#include "base/file_stamp.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::base {
namespace {

namespace fs = std::filesystem;

struct FileStampTest : testing::Test {
  TempDir directory = make_temp_dir("stamp-").value();
  std::string program = directory.path() + "/program";
  void SetUp() override { fs::copy_file("/proc/self/exe", program); }
};

TEST_F(FileStampTest, a_file_left_alone_is_unchanged) { EXPECT_TRUE(is_unchanged(program, stamp_of(program))); }

TEST_F(FileStampTest, a_file_written_again_is_changed) {
  const FileStamp stamp = stamp_of(program);
  std::ofstream(program, std::ios::app) << "more";
  EXPECT_FALSE(is_unchanged(program, stamp));
}

TEST_F(FileStampTest, the_same_in_another_file_is_changed) {
  const FileStamp stamp = stamp_of(program);
  const auto written = fs::last_write_time(program);
  fs::rename(program, program + ".old");
  fs::copy_file("/proc/self/exe", program);
  fs::last_write_time(program, written);
  EXPECT_FALSE(is_unchanged(program, stamp));
}

TEST_F(FileStampTest, a_missing_file_is_changed) {
  const FileStamp stamp = stamp_of(program);
  fs::remove(program);
  EXPECT_FALSE(is_unchanged(program, stamp));
}

TEST_F(FileStampTest, another_mode_or_link_makes_no_other_program) {
  const FileStamp stamp = stamp_of(program);
  fs::create_hard_link(program, program + ".link");
  chmod(program.c_str(), 0711);
  EXPECT_NE(stamp_of(program).changed, stamp.changed);
  EXPECT_TRUE(is_unchanged(program, stamp));
}

TEST_F(FileStampTest, of_a_script_any_change_counts) {
  std::ofstream(program) << "#!/bin/sh\n";
  const FileStamp stamp = stamp_of(program);
  chmod(program.c_str(), 0711);
  EXPECT_NE(stamp_of(program).changed, stamp.changed);
  EXPECT_FALSE(is_unchanged(program, stamp));
}

}  // namespace
}  // namespace trireme::base
