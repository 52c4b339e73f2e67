#include "execute/run_directory.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

#include "base/child.h"
#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::execute {
namespace {

namespace fs = std::filesystem;

struct RunDirectories : testing::Test {
  base::TempDir root = *base::make_temp_dir("run_directory_test");

  void SetUp() override { setenv("TMPDIR", root.path().c_str(), 1); }
  void TearDown() override { unsetenv("TMPDIR"); }

  // As a run leaves it that is killed with its guard, after the last of `files` was written.
  static std::string killed_run(const std::vector<std::string>& files) {
    auto run = RunDirectory::make();
    std::string path = run->path();
    std::string kept = path + ".kept";
    fs::copy(path, kept);
    for (const std::string& each : files) std::ofstream(kept + "/" + each) << "text";
    return kept;
  }

  // Of a process that has just been started the system does not tell the environment yet.
  static void await_environment(pid_t pid) {
    const std::string file = "/proc/" + std::to_string(pid) + "/environ";
    for (int i = 0; i < 10'000 && base::read_file(file).value_or("").empty(); ++i) usleep(1000);
  }
};

TEST_F(RunDirectories, GoWithTheRunWhenEmpty) {
  const std::string path = RunDirectory::make()->path();
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(RunDirectories, OfLiveRunsDoNotCountAmongThoseThatStay) {
  std::vector<std::string> paths;
  for (int i = 0; i < 3; ++i) {
    const auto run = RunDirectory::make();
    paths.push_back(run->path());
    std::ofstream(run->path() + "/kept") << "text";
  }
  const auto live = RunDirectory::make();
  const auto messages = RunDirectory::make_quick();
  EXPECT_TRUE(messages->path().starts_with(root.path())) << messages->path();
  const auto next = RunDirectory::make();
  for (const std::string& each : paths) EXPECT_TRUE(fs::exists(each)) << each;
}

TEST_F(RunDirectories, StayForThreeRunsWhenTheRunLeftSomething) {
  std::vector<std::string> paths;
  for (int i = 0; i < 5; ++i) {
    const auto run = RunDirectory::make();
    paths.push_back(run->path());
    std::ofstream(run->path() + "/kept") << "text";
    fs::last_write_time(run->path(), fs::file_time_type::clock::now() + std::chrono::seconds(i));
  }
  const auto next = RunDirectory::make();
  for (std::size_t i = 0; i < paths.size(); ++i) EXPECT_EQ(fs::exists(paths[i]), i >= 2) << i;
}

TEST_F(RunDirectories, OfAKilledRunGoWithTheNext) {
  const std::string path = killed_run({"file"});
  ASSERT_TRUE(fs::exists(path));
  const auto next = RunDirectory::make();
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(RunDirectories, OfALiveRunAreLeftAlone) {
  const auto live = RunDirectory::make();
  const auto other = RunDirectory::make();
  EXPECT_TRUE(fs::exists(live->path()));
}

TEST_F(RunDirectories, OfAKilledRunTakeItsProcessesAlong) {
  const std::string path = killed_run({});
  auto mine = base::spawn({.argv = {"/bin/sleep", "300"}, .environment = {"TRIREME_TMPDIR=" + path + "/0/tmp"}});
  auto other = base::spawn({.argv = {"/bin/sleep", "300"}, .environment = {"TRIREME_TMPDIR=" + path + ".other/0/tmp"}});
  ASSERT_TRUE(mine && other);
  await_environment(mine->pid());
  const auto next = RunDirectory::make();
  EXPECT_EQ(mine->reap().signal, SIGKILL);
  EXPECT_EQ(kill(other->pid(), 0), 0);
}

}  // namespace
}  // namespace trireme::execute
