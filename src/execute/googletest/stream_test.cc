#include "execute/googletest/stream.h"

#include <gmock/gmock.h>

namespace trireme::execute::googletest {
namespace {

using Kind = StreamEvent::Kind;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Stream, ReadsTestsAndSuites) {
  EXPECT_EQ(parse_stream_line("event=TestProgramStart").kind, Kind::program_start);
  const StreamEvent suite = parse_stream_line("event=TestCaseStart&name=Suite/0");
  EXPECT_EQ(suite.kind, Kind::suite_start);
  EXPECT_EQ(suite.name, "Suite/0");
  EXPECT_EQ(parse_stream_line("event=TestStart&name=one").name, "one");
}

TEST(Stream, ReadsVerdictAndTime) {
  const StreamEvent end = parse_stream_line("event=TestEnd&passed=1&elapsed_time=1500ms");
  EXPECT_EQ(end.kind, Kind::test_end);
  EXPECT_TRUE(end.passed);
  EXPECT_DOUBLE_EQ(end.elapsed, 1.5);
  EXPECT_FALSE(parse_stream_line("event=TestEnd&passed=0&elapsed_time=0ms").passed);
}

TEST(Stream, DecodesAMessage) {
  const StreamEvent part = parse_stream_line("event=TestPartResult&file=a%26b.cc&line=12&message=x%3D1%0Ay");
  EXPECT_EQ(part.kind, Kind::test_part);
  EXPECT_EQ(part.file, "a&b.cc");
  EXPECT_EQ(part.line, 12);
  EXPECT_EQ(part.message, "x=1\ny");
}

TEST(Stream, TakesAnythingElseForNoEvent) {
  for (const char* line : {"", "event=", "event=Nonsense", "gtest_streaming_protocol_version=1.0", "&&==%", "name=x"}) {
    EXPECT_EQ(parse_stream_line(line).kind, Kind::other) << line;
  }
  EXPECT_EQ(parse_stream_line("event=TestPartResult&message=%zz%4").kind, Kind::test_part);
}

TEST(LineBuffer, GivesLinesWhenTheyAreComplete) {
  LineBuffer lines;
  std::vector<std::string> given;
  const auto take = [&](std::string_view line) { given.emplace_back(line); };
  lines.append("ab", take);
  EXPECT_THAT(given, IsEmpty());
  lines.append("c\nd\n\ne", take);
  EXPECT_THAT(given, ElementsAre("abc", "d", ""));
  EXPECT_EQ(lines.rest(), "e");
}

}  // namespace
}  // namespace trireme::execute::googletest
