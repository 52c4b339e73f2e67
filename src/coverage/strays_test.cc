#include "coverage/strays.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(StrayCounts, AreThoseThatWereWrittenSince) {
  const base::TempDir directory = *base::make_temp_dir("strays_test");
  const std::string& path = directory.path();
  for (const char* name : {"/a.gcda", "/default.profraw", "/other.gcda"}) std::ofstream(path + name) << "counts";
  const std::vector<UnitSources> units = {{.notes = path + "/a.gcno"}, {.notes = path + "/b.gcno"}, {.notes = path + "/c.o"}};
  const auto written = std::filesystem::last_write_time(path + "/a.gcda");
  const auto long_ago = written - std::chrono::seconds(1);
  EXPECT_THAT(stray_counts(units, {path, path + "/empty"}, long_ago), ElementsAre(path + "/a.gcda", path + "/default.profraw"));
  EXPECT_THAT(stray_counts(units, {path}, written + std::chrono::seconds(1)), IsEmpty());
}

}  // namespace
}  // namespace trireme::coverage
