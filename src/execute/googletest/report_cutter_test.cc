#include "execute/googletest/report_cutter.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "execute/googletest/report.h"

namespace trireme::execute::googletest {
namespace {

using testing::HasSubstr;

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

TEST(ReportCutter, ChangesNothingWithoutAFailure) {
  const std::string whole = report("");
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

TEST(ReportCutter, LeavesWhatIsNotWholeSo) {
  const std::string whole = report(failure(3, "one") + failure(4, "two"));
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) EXPECT_FALSE(parse_report(cut(whole.substr(0, size), 5))) << size;
}

}  // namespace
}  // namespace trireme::execute::googletest
