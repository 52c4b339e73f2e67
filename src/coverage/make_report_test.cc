#include "coverage/make_report.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;

constexpr std::uint32_t k_files = 50;

// Sources of three lines, the second of which is excluded; one is gone, and one does not say where its exclusion ends.
class MakeReportTest : public testing::Test {
 protected:
  MakeReportTest() {
    for (std::uint32_t i = 0; i < k_files; ++i) {
      const std::string name = fmt::format("{}.cc", i);
      if (i != 7)
        std::ofstream(directory_.path() + "/" + name) << "one\ntwo LCOV_EXCL_" << (i == 8 ? "START" : "LINE") << "\nthree\n";
      const auto number = sources_.number(directory_.path(), name);
      for (std::uint32_t line = 1; line <= 3; ++line) combined_.files[*number].add_line(line, i, {});
    }
  }

  base::TempDir directory_ = *base::make_temp_dir("make_report_test");
  Sources sources_{directory_.path(), {directory_.path()}, {}};
  Combined combined_;
};

TEST_F(MakeReportTest, HasEachFileInTheOrderOfTheirNames) {
  const Report report = make_report(combined_, sources_, {.root = directory_.path(), .threads = 4});
  ASSERT_EQ(report.files.size(), k_files);
  for (std::uint32_t i = 0; i < k_files; ++i) {
    const CoveredFile& file = report.files[i];
    EXPECT_EQ(file.name, fmt::format("{}.cc", i));
    EXPECT_EQ(file.lines.front().count, i);
    EXPECT_EQ(file.lines.size(), i == 7 ? 3 : i == 8 ? 1 : 2);
  }
  EXPECT_EQ(report.total.statements, 2 * k_files);
  EXPECT_THAT(combined_.problems, ElementsAre("7.cc cannot be read, so nothing of it is excluded or shown",
                                              "8.cc:2: a marker for exclusion starts here and never stops"));
}

}  // namespace
}  // namespace trireme::coverage
