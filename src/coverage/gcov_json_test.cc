#include "coverage/gcov_json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace trireme::coverage {
namespace {

using model::CoverageBranches;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string unit(const std::string& lines) {
  return fmt::format(
      R"json({{"format_version": "2", "current_working_directory": "/b", "files": [
{{"file": "../a.cc", "lines": [{}], "functions": [
{{"name": "_Z1fv", "demangled_name": "f()", "start_line": 3, "end_line": 9, "execution_count": 2}}]}}]}})json",
      lines);
}

std::string way(int count, bool throws, bool falls_through, int block = -1) {
  const std::string source = block < 0 ? "" : fmt::format(R"(, "source_block_id": {})", block);
  return fmt::format(R"({{"count": {}, "throw": {}, "fallthrough": {}{}}})", count, throws, falls_through, source);
}

std::string line(int number, int count, const std::string& branches = "") {
  return fmt::format(R"({{"line_number": {}, "count": {}, "branches": [{}]}})", number, count, branches);
}

base::Result<GcovLines> parse(const std::string& text, CoverageBranches which = CoverageBranches::none) {
  return parse_gcov_json(
      text,
      [](std::string_view directory, std::string_view name) {
        return fmt::format("{}/{}", directory, name) == "/b/../a.cc" ? std::optional(7U) : std::nullopt;
      },
      which);
}

std::vector<std::int64_t> branches(const std::string& ways, CoverageBranches which) {
  std::vector<std::int64_t> counts;
  const auto lines = parse(unit(line(4, 1, ways)), which);
  for (const Branches& group : lines->files.at(0).second.lines.at(4).groups) {
    for (const Branch& each : group) counts.push_back(each.count);
  }
  return counts;
}

TEST(GcovJson, AddsUpWhatItSaysOfALine) {
  const auto lines = parse(unit(line(4, 1) + "," + line(4, 2) + "," + line(5, 0)));
  ASSERT_EQ(lines->files.size(), 1);
  EXPECT_EQ(lines->files[0].first, 7);
  const FileLines& file = lines->files[0].second;
  EXPECT_EQ(file.lines.at(4).count, 3);
  EXPECT_EQ(file.lines.at(5).count, 0);
  EXPECT_EQ(file.functions.at({3, "_Z1fv"}).count, 2);
  EXPECT_FALSE(lines->negative);
}

TEST(GcovJson, TakesCountsBelowNothingAsNothing) {
  const auto lines = parse(unit(line(4, -1)));
  EXPECT_EQ(lines->files[0].second.lines.at(4).count, 0);
  EXPECT_TRUE(lines->negative);
}

TEST(GcovJson, LeavesOutCallsThatOnlyGoOnOrThrow) {
  const std::string call = way(1, false, true) + "," + way(2, true, false);
  const std::string choice = way(3, false, true) + "," + way(4, false, false);
  EXPECT_THAT(branches(choice + "," + call, CoverageBranches::useful), ElementsAre(3, 4));
  EXPECT_THAT(branches(call + "," + choice, CoverageBranches::useful), ElementsAre(3, 4));
  EXPECT_THAT(branches(call + "," + choice, CoverageBranches::all), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(branches(choice, CoverageBranches::none), IsEmpty());
}

TEST(GcovJson, KnowsByTheirBlockWhatBelongsTogether) {
  const std::string call = way(2, true, false, 1) + "," + way(1, false, false, 1);
  const std::string three = way(3, false, true, 2) + "," + way(4, true, false, 2) + "," + way(5, false, false, 2);
  EXPECT_THAT(branches(way(6, false, true, 0) + "," + call, CoverageBranches::useful), ElementsAre(6));
  EXPECT_THAT(branches(three, CoverageBranches::useful), ElementsAre(3, 5));
}

TEST(GcovJson, RefusesWhatIsOfNoKnownForm) {
  EXPECT_THAT(parse("").error().text, HasSubstr("no JSON"));
  EXPECT_THAT(parse("a warning\n{").error().text, HasSubstr("no JSON"));
  EXPECT_THAT(parse("{}").error().text, HasSubstr("a form that is not known"));
  EXPECT_THAT(parse(unit(R"({"line_number": 1})")).error().text, HasSubstr("a form that is not known"));
  EXPECT_TRUE(parse("a warning\n" + unit("")));
}

}  // namespace
}  // namespace trireme::coverage
