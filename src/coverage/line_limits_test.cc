#include "coverage/line_limits.h"

#include <gtest/gtest.h>

#include "base/fd.h"
#include "base/temp_dir.h"

namespace trireme::coverage {
namespace {

namespace fs = std::filesystem;

struct LineLimitsTest : testing::Test {
  base::TempDir directory = *base::make_temp_dir("trireme-line-limits-");
  fs::file_time_type built = fs::file_time_type::clock::now() + std::chrono::hours(1);

  Source source(const std::string& name, const std::string& text) {
    const std::string path = directory.path() + "/" + name;
    EXPECT_TRUE(base::replace_file(path, text));
    return {path, name, fs::last_write_time(path)};
  }
  static Mapping up_to(std::uint32_t source, std::uint32_t line) {
    return {.files = {source}, .regions = {{.range = {{1, 1}, {line, 1}}}}};
  }
};

TEST_F(LineLimitsTest, AreTheBytesOfASource) {
  const std::vector<Source> sources = {source("a.cc", "12345"), source("b.cc", "")};
  LineLimits limits(sources);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(limits.allow(up_to(0, 6), built));
    EXPECT_FALSE(limits.allow(up_to(0, 7), built));
  }
  EXPECT_FALSE(limits.allow(up_to(1, 2), built));
  EXPECT_TRUE(limits.allow({.files = {std::nullopt}, .regions = {{.range = {{1, 1}, {7, 1}}}}}, built));
}

TEST_F(LineLimitsTest, AreNoneForWhatHasChangedSince) {
  const std::vector<Source> sources = {source("a.cc", "12345")};
  EXPECT_TRUE(LineLimits(sources).allow(up_to(0, 100), fs::file_time_type::min()));
}

TEST_F(LineLimitsTest, AreSharedByWhatIsGone) {
  const std::vector<Source> sources = {{"/gone/a.cc", "a.cc"}, {"/gone/b.cc", "b.cc"}};
  LineLimits limits(sources);
  EXPECT_TRUE(limits.allow(up_to(0, k_most_lines / 2), built));
  EXPECT_TRUE(limits.allow(up_to(1, k_most_lines / 2), built));
  EXPECT_TRUE(limits.allow(up_to(0, k_most_lines / 2), built));
  EXPECT_FALSE(limits.allow(up_to(1, k_most_lines / 2 + 1), built));
}

}  // namespace
}  // namespace trireme::coverage
