#include "events/report_file.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/temp_dir.h"

namespace trireme::events {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ReportFiles : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  static void put(const std::string& path, const std::string& text, bool live = false) {
    auto file = ReportFile::open(path, live);
    ASSERT_TRUE(file) << file.error().text;
    file->write(text);
    EXPECT_TRUE(file->finish());
  }
  static std::string read(const std::string& path) { return base::read_file(path).value_or("(none)"); }
  std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory_.path()), {})); }

  base::TempDir directory_ = *base::make_temp_dir("report_file_test");
};

TEST_F(ReportFiles, AppearWhole) {
  {
    auto file = ReportFile::open(path("a"));
    file->write(std::string(200000, 'x'));
    EXPECT_FALSE(fs::exists(path("a")));
    EXPECT_TRUE(file->finish());
  }
  EXPECT_EQ(read(path("a")).size(), 200000U);
  EXPECT_EQ(files(), 1U);
}

TEST_F(ReportFiles, HaveNoNameBeforeTheyAreWhole) {
  auto file = ReportFile::open(path("a"));
  file->write(std::string(200000, 'x'));
  EXPECT_EQ(files(), 0U);
}

TEST_F(ReportFiles, EndWithAWholePieceWhenNoMoreCanBeWritten) {
  struct rlimit all {};
  getrlimit(RLIMIT_FSIZE, &all);
  const rlimit few{.rlim_cur = 10, .rlim_max = all.rlim_max};
  const auto ignored = signal(SIGXFSZ, SIG_IGN);
  auto file = ReportFile::open(path("a"), true);
  setrlimit(RLIMIT_FSIZE, &few);
  for (const char* each : {"first\n", "second\n", "3\n"}) {
    file->write(each);
    file->flush();
  }
  EXPECT_FALSE(file->finish());
  setrlimit(RLIMIT_FSIZE, &all);
  signal(SIGXFSZ, ignored);
  EXPECT_EQ(read(path("a")), "first\n");
}

TEST_F(ReportFiles, LeaveTheOldReportWhenUnfinished) {
  put(path("a"), "old");
  { ReportFile::open(path("a"))->write("new"); }
  EXPECT_EQ(read(path("a")), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(ReportFiles, KeepTheModeOfTheOldReport) {
  put(path("a"), "old");
  chmod(path("a").c_str(), 0640);
  put(path("a"), "new");
  EXPECT_EQ(fs::status(path("a")).permissions(), static_cast<fs::perms>(0640));
}

TEST_F(ReportFiles, AreWrittenThroughLinksAndDevices) {
  put(path("target"), "old");
  fs::create_symlink("target", path("link"));
  put(path("link"), "new");
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(read(path("target")), "new");
  put("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(ReportFiles, CanBeReadWhileTheyGrow) {
  auto file = ReportFile::open(path("a"), true);
  file->write("first\n");
  file->flush();
  EXPECT_EQ(read(path("a")), "first\n");
  EXPECT_TRUE(file->finish());
}

TEST_F(ReportFiles, SayWhyTheyCannotBeWritten) {
  EXPECT_THAT(ReportFile::open(path("no/a")).error().text, HasSubstr("no/a: No such file or directory"));
  EXPECT_FALSE(ReportFile::open(directory_.path()));
  auto full = ReportFile::open("/dev/full");
  full->write("x");
  EXPECT_THAT(full->finish().error().text, HasSubstr("/dev/full: No space left on device"));
}

}  // namespace
}  // namespace trireme::events
