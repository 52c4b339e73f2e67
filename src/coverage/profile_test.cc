#include "coverage/profile.h"

#include <gmock/gmock.h>

#include <limits>

#include "coverage/kept_counts.h"

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint32_t k_gcc_12 = 0x4232322a;  // "B22*"
constexpr std::uint32_t k_gcc_11 = 0x4231332a;  // "B13*"

Profile profile(std::uint32_t version = k_gcc_12) {
  Profile made{.object = "/b/a.gcda", .version = {version}, .stamp = 7, .checksum = version == k_gcc_12 ? 9U : 0U};
  made.functions = {{1, 11, 12, 0, 2}, {2, 21, 22, 2, 1}};
  made.counters = {5, 1LL << 40, 3};
  return made;
}

TEST(Profile, IsWrittenAsItIsRead) {
  for (const std::uint32_t version : {k_gcc_12, k_gcc_11}) {
    const auto read = read_profile(gcda_of(profile(version)));
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(read->stamp, 7U);
    EXPECT_EQ(read->functions.size(), 2U);
    EXPECT_THAT(read->counters, ElementsAre(5, 1LL << 40, 3));
  }
}

TEST(Profile, IsNotReadWhenItIsCutOff) {
  const std::string whole = gcda_of(profile());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_profile(std::string_view(whole).substr(0, size))) << size;
  }
}

TEST(Profile, KnowsCountersThatWereLeftOutSinceTheyAreZero) {
  std::string text = gcda_of(profile());
  const std::int32_t length = -8;
  // In place of the last record's length, its one counter, and the end.
  text.resize(text.size() - 16);
  text.append(reinterpret_cast<const char*>(&length), sizeof length);
  text.append(4, '\0');
  const auto read = read_profile(text);
  ASSERT_TRUE(read);
  EXPECT_THAT(read->counters, ElementsAre(5, 1LL << 40, 0));
}

TEST(Profile, IsRefusedWhenItClaimsToHaveAnyNumberOfZeros) {
  std::string text = gcda_of(profile());
  const std::int32_t length = std::numeric_limits<std::int32_t>::min();
  text.resize(text.size() - 16);
  text.append(reinterpret_cast<const char*>(&length), sizeof length);
  text.append(4, '\0');
  EXPECT_FALSE(read_profile(text));
}

TEST(Profile, OfAnUnknownCompilerIsRefusedByName) {
  const auto read = read_profile(gcda_of(profile(0x4138322a)));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().text, "was written by gcc 8.2, whose files are not known");
  EXPECT_THAT(read_profile(gcda_of(profile(0x3430382a))).error().text, HasSubstr("an unknown compiler"));
}

TEST(Profile, IsReadOfACompilerWhoseNotesAreNot) {
  const auto read = read_profile(gcda_of(profile(0x4234322a)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->version.described(), "gcc 14.2, read by gcov-14");
}

TEST(Profile, AddsUp) {
  Profile sum = profile();
  ASSERT_TRUE(add_profile(sum, profile()));
  EXPECT_THAT(sum.counters, ElementsAre(10, 1LL << 41, 6));
}

TEST(Profile, AddsFunctionsThatOnlyOneProgramHas) {
  Profile sum = profile();
  sum.functions.pop_back();
  sum.counters.pop_back();
  ASSERT_TRUE(add_profile(sum, profile()));
  ASSERT_EQ(sum.functions.size(), 2U);
  EXPECT_THAT(sum.counters, ElementsAre(10, 1LL << 41, 3));
}

TEST(Profile, OfAnotherBuildIsNotAdded) {
  for (const auto change : {+[](Profile& p) { p.stamp = 1; }, +[](Profile& p) { p.functions[1].graph_checksum = 1; },
                            +[](Profile& p) { p.version.word = k_gcc_11; }}) {
    Profile other = profile();
    change(other);
    Profile sum = profile();
    EXPECT_FALSE(add_profile(sum, other));
  }
}

TEST(KeptCounts, ComeBack) {
  const std::string path = testing::TempDir() + "/kept_counts";
  Profile second = profile();
  second.object = "/b/with space.gcda";
  ASSERT_TRUE(keep_counts(path, {profile(), second}, {}));
  const auto read = read_kept_counts(path);
  ASSERT_TRUE(read) << read.error().text;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(1).object, "/b/with space.gcda");
  EXPECT_EQ(read->at(1).counters, second.counters);
  EXPECT_TRUE(read_kept_counts(path + "_missing")->empty());
}

TEST(KeptCounts, AreRefusedWhenDamaged) {
  EXPECT_FALSE(parse_kept_counts(""));
  EXPECT_FALSE(parse_kept_counts("trireme counts 1\n12"));
  EXPECT_FALSE(parse_kept_counts("trireme counts 1\n99999999999999999999 /a\n"));
  EXPECT_FALSE(parse_kept_counts("trireme counts 1\n100 /a\nshort"));
}

}  // namespace
}  // namespace trireme::coverage
