#include "options/reports.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::options {
namespace {

class ReportPaths : public testing::Test {
 protected:
  ReportPaths() { options_.directory = dir_.path(); }

  std::string error(const std::string& log, const std::string& junit, const std::string& read = "") {
    options_.report_log = log;
    options_.junitxml = junit;
    const auto fine = check_reports(options_, read);
    return fine ? "" : fine.error().text;
  }

  base::TempDir dir_ = *base::make_temp_dir("trireme-reports-");
  model::Options options_;
};

TEST_F(ReportPaths, OneFileCannotHoldTwo) {
  const std::string same = "--report-log and --junitxml are the same file, ";
  EXPECT_EQ(error("out", "out"), same + "out: name another one");
  EXPECT_EQ(error("out", "./a/../out"), same + "./a/../out: name another one");
  EXPECT_EQ(error("out", dir_.path() + "/out"), same + dir_.path() + "/out: name another one");
  std::ofstream(dir_.path() + "/out") << "old";
  std::filesystem::create_symlink("out", dir_.path() + "/link");
  EXPECT_EQ(error("out", "link"), same + "link: name another one");
  EXPECT_EQ(error("out", "other"), "");
  EXPECT_EQ(error("", ""), "");
}

TEST_F(ReportPaths, DevicesMayBeSaidTwice) {
  std::filesystem::create_symlink("/dev/null", dir_.path() + "/link");
  EXPECT_EQ(error("/dev/null", "/dev/null"), "");
  EXPECT_EQ(error("/dev/null", "link"), "");
}

TEST_F(ReportPaths, CoverageReportsAreFilesToo) {
  using model::CoverageKind;
  options_.coverage.asked = true;
  options_.coverage.outputs = {{CoverageKind::term, "skip-covered"}, {CoverageKind::xml, "c"}, {CoverageKind::json, ""}};
  EXPECT_EQ(error("", "c"), "--junitxml and --cov-report are the same file, c: name another one");
  EXPECT_EQ(error("skip-covered", "d"), "");
}

TEST_F(ReportPaths, TheLogThatIsReadStays) {
  EXPECT_EQ(error("", "log", "log"), "the log to read and --junitxml are the same file, log: name another one");
}

}  // namespace
}  // namespace trireme::options
