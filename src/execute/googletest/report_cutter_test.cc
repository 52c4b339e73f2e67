#include "execute/googletest/report_cutter.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "execute/googletest/report.h"

namespace trireme::execute::googletest {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// In pieces of `size` bytes.
std::string cut(const std::string& report, std::size_t size) {
  ReportCutter cutter;
  for (std::size_t at = 0; at < report.size(); at += size) cutter.append(std::string_view(report).substr(at, size));
  return cutter.take();
}

std::string failure(int line, const std::string& text) {
  return fmt::format("<failure message=\"a.cc:{}&#x0A;x > y\" type=\"\"><![CDATA[a.cc:{}\n{}]]></failure>", line, line, text);
}

std::string report(const std::string& of_bad) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="A">
    <testcase name="good" status="run" classname="A" />
    <testcase name="bad" status="run" classname="A">
      )" +
         of_bad +
         R"(
      <properties><property name="k" value="a>b"/></properties>
    </testcase>
    <testcase name="skips" status="run" classname="A"><skipped message="x"><![CDATA[a.cc:9
<failure>]]></skipped></testcase>
  </testsuite></testsuites>
)";
}

TEST(ReportCutter, ChangesNothingWhereNothingMayBeLong) {
  const std::string whole =
      R"(<?xml version="1.0"?><testsuites><testsuite name="A"><testcase name="good" /></testsuite></testsuites>)";
  for (const std::size_t size : {1U, 2U, 7U, 1000U}) EXPECT_EQ(cut(whole, size), whole) << size;
}

TEST(ReportCutter, LeavesFailuresWhatTheyAreHoweverItComes) {
  // As GoogleTest writes "]]>".
  const std::string whole = report(failure(3, "a ]]>]]&gt;<![CDATA[ & b < c > d &lt;") + failure(4, "e"));
  for (const std::size_t size : {1U, 2U, 3U, 7U, 1000U}) {
    const auto read = parse_report(cut(whole, size));
    ASSERT_TRUE(read) << size;
    ASSERT_EQ(read->tests.size(), 3U);
    EXPECT_EQ(read->tests[1].properties.size(), 1U);
    ASSERT_EQ(read->tests[1].failures.size(), 2U);
    EXPECT_EQ(read->tests[1].failures[0].line, 3);
    EXPECT_EQ(read->tests[1].failures[0].message, "a ]]> & b < c > d &lt;");
    EXPECT_EQ(read->tests[1].failures[1].message, "e");
    EXPECT_EQ(read->tests[2].skip_message, "<failure>");
  }
}

TEST(ReportCutter, LeavesOutWhatIsTooMuch) {
  std::string all;
  for (int i = 0; i < 20'000; ++i) all += failure(i, "wrong");
  const std::string small = cut(report(all), 1 << 16);
  EXPECT_LT(small.size(), 512U << 10);
  const auto read = parse_report(small);
  ASSERT_TRUE(read);
  const auto& failures = read->tests[1].failures;
  EXPECT_EQ(failures.front().line, 0);
  EXPECT_EQ(failures.back().line, 19'999);
  EXPECT_THAT(small, HasSubstr(fmt::format("<failure>... {} failures left out ...</failure>", 20'001 - failures.size())));
}

std::string property(const std::string& name, const std::string& value) {
  return fmt::format("<property name=\"{}\" value=\"{}\"/>", name, value);
}

std::string properties(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += property(std::to_string(i), std::string(1000, 'v'));
  return "<properties>" + all + "</properties>";
}

TEST(ReportCutter, LeavesPropertiesWhatTheyAre) {
  const std::string nasty = "a&#x0A;&quot;b&quot; > &lt;c/>";
  const std::string whole = report("<properties>" + property("one", nasty) + property("two", "") + "</properties>");
  for (const std::size_t size : {1U, 2U, 7U, 1000U})
    EXPECT_EQ(parse_report(cut(whole, size))->tests[1].properties, parse_report(whole)->tests[1].properties);
}

TEST(ReportCutter, LeavesOutPropertiesThatAreTooMany) {
  const std::string small = cut(report(properties(20'000)), 1 << 16);
  EXPECT_LT(small.size(), 512U << 10);
  const auto kept = parse_report(small)->tests[1].properties;
  EXPECT_EQ(kept.front().first, "0");
  EXPECT_EQ(kept.back().first, "19999");
  EXPECT_THAT(small, HasSubstr(fmt::format("value=\"... {} values left out ...\"", 20'001 - kept.size())));
}

TEST(ReportCutter, LeavesOutTheMiddleOfALongProperty) {
  const std::string small =
      cut(report("<properties>" + property("k", "begin" + std::string(10 << 20, 'v') + "end") + "</properties>"), 1 << 16);
  EXPECT_LT(small.size(), 512U << 10);
  const auto kept = parse_report(small)->tests[1].properties;
  EXPECT_THAT(kept.at(0).second,
              AllOf(StartsWith("begin"), HasSubstr("the middle of a long text is left out"), EndsWith("end")));
}

std::string skip(const std::string& text) {
  return "<skipped message=\"" + text + "\"><![CDATA[a.cc:3\n" + text + "]]></skipped>";
}

TEST(ReportCutter, KeepsTheFirstSkipAndOfALongOneTheEnds) {
  const std::string small = cut(report(skip("begin" + std::string(10 << 20, 's') + "end") + skip("again")), 1 << 16);
  EXPECT_LT(small.size(), 512U << 10);
  const auto read = parse_report(small);
  EXPECT_THAT(read->tests[1].skip_message, AllOf(StartsWith("begin"), HasSubstr("is left out"), EndsWith("end")));
  EXPECT_EQ(small.find("again"), std::string::npos);
}

TEST(ReportCutter, KeepsASkipThatDoesNotSayWhy) {
  EXPECT_THAT(cut(report("<skipped/>"), 7), HasSubstr("<skipped></skipped>"));  // GoogleTest 1.10
}

TEST(ReportCutter, LeavesWhatIsNotWholeSo) {
  const std::string whole = report(failure(3, "one") + failure(4, "two"));
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) EXPECT_FALSE(parse_report(cut(whole.substr(0, size), 5))) << size;
}

}  // namespace
}  // namespace trireme::execute::googletest
