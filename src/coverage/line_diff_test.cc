#include "coverage/line_diff.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace trireme::coverage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Lines = std::vector<std::string_view>;

TEST(LineDiff, CutsTextsIntoLines) {
  EXPECT_THAT(lines_of(""), IsEmpty());
  EXPECT_THAT(lines_of("a\n\nb"), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines_of("a\n"), ElementsAre("a"));
}

TEST(LineDiff, FindsWhatWasPutInTakenOutAndReplaced) {
  const Lines before = {"a", "b", "c", "d", "e"};
  EXPECT_THAT(differences(before, before), IsEmpty());
  EXPECT_THAT(differences(before, {"a", "b", "x", "c", "d", "e"}), ElementsAre(Hunk{2, 2, 2, 3}));
  EXPECT_THAT(differences(before, {"a", "c", "d", "e"}), ElementsAre(Hunk{1, 2, 1, 1}));
  EXPECT_THAT(differences(before, {"x", "b", "c", "y", "e"}), ElementsAre(Hunk{0, 1, 0, 1}, Hunk{3, 4, 3, 4}));
  EXPECT_THAT(differences(before, {}), ElementsAre(Hunk{0, 5, 0, 0}));
  EXPECT_THAT(differences({}, before), ElementsAre(Hunk{0, 0, 0, 5}));
}

// The lines that several functions have do not lead astray.
TEST(LineDiff, SeesAFunctionBetweenOthers) {
  const Lines before = {"int f() {", "  return 0;", "}", "int h() {", "  return 0;", "}"};
  Lines after = before;
  const Lines g = {"int g() {", "  return 0;", "}"};
  after.insert(after.begin() + 3, g.begin(), g.end());
  EXPECT_THAT(differences(before, after), ElementsAre(Hunk{3, 3, 3, 6}));
}

// Whatever the texts: what is between hunks is the same, and hunks put into the one give the other.
TEST(LineDiff, MakesTheOneOfTheOther) {
  std::mt19937 random(1);
  const Lines words = {"a", "b", "c", "d", "}", ""};
  const auto some = [&] {
    Lines lines(random() % 12);
    for (auto& each : lines) each = words[random() % words.size()];
    return lines;
  };
  for (int round = 0; round < 2000; ++round) {
    const Lines before = some();
    const Lines after = some();
    Lines made;
    std::size_t at = 0;
    for (const Hunk& each : differences(before, after)) {
      ASSERT_LE(at, each.old_begin);
      made.insert(made.end(), before.begin() + static_cast<std::ptrdiff_t>(at),
                  before.begin() + static_cast<std::ptrdiff_t>(each.old_begin));
      ASSERT_EQ(made.size(), each.new_begin);
      made.insert(made.end(), after.begin() + static_cast<std::ptrdiff_t>(each.new_begin),
                  after.begin() + static_cast<std::ptrdiff_t>(each.new_end));
      at = each.old_end;
    }
    made.insert(made.end(), before.begin() + static_cast<std::ptrdiff_t>(at), before.end());
    ASSERT_EQ(made, after);
  }
}

}  // namespace
}  // namespace trireme::coverage
