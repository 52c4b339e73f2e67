#include "execute/googletest/report.h"

#include <gmock/gmock.h>

namespace trireme::execute::googletest {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr const char* k_report = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" disabled="0" errors="0" time="0.01" timestamp="2026-11-24T09:00:00.000" name="AllTests">
  <testsuite name="A" tests="3" failures="1" disabled="0" skipped="1" errors="0" time="0.01" timestamp="2026-11-24T09:00:00.000">
    <testcase name="good" file="a.cc" line="3" status="run" result="completed" time="0.25" timestamp="2026-11-24T09:00:00.000" classname="A">
      <properties><property name="key" value="1"/></properties>
    </testcase>
    <testcase name="bad" file="a.cc" line="4" status="run" result="completed" time="0." timestamp="2026-11-24T09:00:00.000" classname="A">
      <failure message="a.cc:5&#x0A;Failed" type=""><![CDATA[a.cc:5
Failed
really]]></failure>
    </testcase>
    <testcase name="not" file="a.cc" line="6" status="run" result="skipped" time="0." timestamp="1970-01-01T00:00:00.000" classname="A">
      <skipped message="a.cc:7&#x0A;why"><![CDATA[a.cc:7
why]]></skipped>
    </testcase>
    <testcase name="unasked" file="a.cc" line="8" status="notrun" result="suppressed" time="0." timestamp="1970-01-01T00:00:00.000" classname="A" />
  </testsuite>
</testsuites>
)";

const ReportedTest& at(const Report& report, const std::string& key) { return *ReportLookup(report).find(key); }

TEST(Report, ReadsEachTest) {
  const auto report = parse_report(k_report);
  ASSERT_TRUE(report);
  const ReportedTest& good = at(*report, "A.good");
  EXPECT_TRUE(good.ran && good.started && !good.skipped);
  EXPECT_DOUBLE_EQ(good.duration, 0.25);
  EXPECT_THAT(good.properties, ElementsAre(Pair("key", "1")));
  EXPECT_FALSE(at(*report, "A.unasked").ran);
}

TEST(Report, TakesAFailureApart) {
  const auto report = parse_report(k_report);
  const auto& failures = at(*report, "A.bad").failures;
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].file, "a.cc");
  EXPECT_EQ(failures[0].line, 5);
  EXPECT_EQ(failures[0].message, "Failed\nreally");
}

TEST(Report, TellsASkipOfATestThatNeverStarted) {
  const auto report = parse_report(k_report);
  const ReportedTest& skipped = at(*report, "A.not");
  EXPECT_TRUE(skipped.skipped);
  EXPECT_FALSE(skipped.started);
  EXPECT_EQ(skipped.skip_message, "why");
}

TEST(Report, TellsATestWithoutANameFromWhatFailedOutside) {
  const auto report = parse_report(R"(<testsuites><testsuite name="A">
    <testcase name="" status="run" result="completed" time="0.5" timestamp="2026-11-24T09:00:00.000" classname="A" />
  </testsuite><testsuite name="NonTestSuiteFailure">
    <testcase name="" status="run" result="completed" time="0." classname=""><failure message="x"><![CDATA[a.cc:5
x]]></failure></testcase>
  </testsuite></testsuites>)");
  ASSERT_TRUE(report);
  EXPECT_TRUE(at(*report, "A.").ran);
  ASSERT_EQ(report->tests.size(), 1U);
  EXPECT_EQ(report->outside_failures.at("").size(), 1U);
}

// As GoogleTest 1.16 and newer write it.
TEST(Report, KnowsTheSuiteWhoseSetUpFailed) {
  const auto report = parse_report(R"(<testsuites><testsuite name="A">
    <testcase name="one" status="run" result="skipped" time="0." timestamp="1970-01-01T00:00:00.000" classname="A" />
    <testcase name="" status="run" result="completed" time="0." classname=""><failure message="x"><![CDATA[a.cc:5
x]]></failure></testcase>
  </testsuite></testsuites>)");
  EXPECT_EQ(report->tests.size(), 1U);
  EXPECT_EQ(report->outside_failures.at("A").front().message, "x");
}

TEST(Report, KeepsTheOrder) {
  const auto report = parse_report(k_report);
  std::vector<std::string> keys;
  for (const ReportedTest& each : report->tests) keys.push_back(each.key);
  EXPECT_THAT(keys, ElementsAre("A.good", "A.bad", "A.not", "A.unasked"));
}

TEST(Report, FindsTestsInAnyOrder) {
  const auto report = parse_report(k_report);
  ReportLookup lookup(*report);
  for (const char* each : {"A.good", "A.bad", "A.unasked", "A.good", "A.not"}) EXPECT_EQ(lookup.find(each)->key, each);
  EXPECT_EQ(lookup.find("A.nothing"), nullptr);
  EXPECT_EQ(lookup.find("A.unasked")->key, "A.unasked");
}

TEST(Report, RefusesWhatIsNotWhole) {
  const std::string whole = k_report;
  for (std::size_t size = 0; size + 2 < whole.size(); size += 7) EXPECT_FALSE(parse_report(whole.substr(0, size))) << size;
  EXPECT_FALSE(parse_report("<html></html>"));
}

TEST(Report, KeysDropWhatXmlCannotHold) { EXPECT_EQ(report_key("A", "b\x01\x1b c"), "A.b c"); }

}  // namespace
}  // namespace trireme::execute::googletest
