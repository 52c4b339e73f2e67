#include "report/junit.h"

#include <gmock/gmock.h>

#include <pugixml.hpp>

#include "base/fd.h"
#include "base/temp_dir.h"
#include "report/xml_text.h"

namespace trireme::report {
namespace {

using model::Outcome;
using testing::HasSubstr;

const std::string k_hostile = std::string("<&\"'\x1b[31m\0]]>", 13) + "\xff \xef\xbf\xbf \xce\xb1";

class JunitReport : public testing::Test {
 protected:
  JunitReport() : junit_(*Junit::open(path_)) {}

  void tell(model::Event event, double at = 1) { junit_->on({at, std::move(event)}); }

  pugi::xml_node suite() {
    EXPECT_TRUE(junit_->finish());
    text_ = *base::read_file(path_);
    const auto parsed = document_.load_buffer(text_.data(), text_.size(), pugi::parse_full);
    EXPECT_TRUE(parsed) << parsed.description();
    return document_.child("testsuites").child("testsuite");
  }

  base::TempDir directory_ = *base::make_temp_dir("junit_test");
  std::string path_ = directory_.path() + "/junit.xml";
  std::unique_ptr<Junit> junit_;
  std::string text_;
  pugi::xml_document document_;
};

TEST_F(JunitReport, NamesWhatWasLeftBehindBeforeTheTestcases) {
  tell(model::TestFinished{.test = {.id = "a"}});
  tell(model::Leaky{"bin::A.b", "gw0", "left " + k_hostile});
  tell(model::Leaky{"", "", "left"});
  const pugi::xml_node properties = suite().first_child();
  EXPECT_STREQ(properties.name(), "properties");
  EXPECT_STREQ(properties.first_child().attribute("name").value(), "leaky");
  EXPECT_THAT(properties.first_child().attribute("value").value(), testing::StartsWith("bin::A.b left <&"));
  EXPECT_STREQ(properties.last_child().attribute("value").value(), "left");
}

TEST_F(JunitReport, HasATestcasePerOutcome) {
  tell(model::RunStarted{.started_at = "2026-11-24T09:00:00+00:00"}, 0);
  tell(model::TestFinished{.test = {"b/t::A.one", "b/t", "A", "one", "a.cc", 7}, .duration = 0.25});
  const auto all = suite();
  EXPECT_STREQ(all.attribute("tests").value(), "1");
  EXPECT_STREQ(all.attribute("timestamp").value(), "2026-11-24T09:00:00+00:00");
  const auto one = all.child("testcase");
  EXPECT_STREQ(one.attribute("classname").value(), "b.t.A");
  EXPECT_STREQ(one.attribute("name").value(), "one");
  EXPECT_STREQ(one.attribute("time").value(), "0.250");
  EXPECT_FALSE(one.attribute("file")) << "xunit1 had it";
  EXPECT_FALSE(one.first_child());
}

TEST_F(JunitReport, PutsEachOutcomeInItsElement) {
  const std::vector<std::pair<Outcome, const char*>> elements = {{Outcome::passed, ""},         {Outcome::failed, "failure"},
                                                                 {Outcome::crashed, "failure"}, {Outcome::timed_out, "failure"},
                                                                 {Outcome::error, "error"},     {Outcome::skipped, "skipped"},
                                                                 {Outcome::flaky, ""},          {Outcome::interrupted, "error"},
                                                                 {Outcome::not_run, "skipped"}};
  for (const auto& [outcome, element] : elements) {
    tell(model::TestFinished{.test = {.name = std::string(outcome_name(outcome))}, .outcome = outcome, .reason = "why"});
  }
  const auto all = suite();
  auto testcase = all.child("testcase");
  for (const auto& [outcome, element] : elements) {
    EXPECT_STREQ(testcase.first_child().name(), element) << outcome_name(outcome);
    testcase = testcase.next_sibling();
  }
  EXPECT_STREQ(all.attribute("failures").value(), "3");
  EXPECT_STREQ(all.attribute("errors").value(), "2");
  EXPECT_STREQ(all.attribute("skipped").value(), "2");
}

TEST_F(JunitReport, KeepsEachAttemptInTheFormOfSurefire) {
  const model::TestName flaky{"b/t::A.flaky", "b/t", "A", "flaky"};
  const model::TestName failing{"b/t::A.failing", "b/t", "A", "failing"};
  tell(model::TestRerun{{.test = flaky, .outcome = Outcome::crashed, .reason = "SIGSEGV", .output = {"first", 0, ""}}, 1, 3});
  tell(model::TestRerun{{.test = failing, .outcome = Outcome::failed, .failures = {{"a.cc", 3, "once\nmore"}}}, 1, 2});
  tell(model::TestRerun{{.test = flaky, .outcome = Outcome::error, .reason = "no set-up"}, 2, 3});
  tell(model::TestFinished{.test = flaky, .outcome = Outcome::flaky, .reason = "passed at attempt 3 of 3"});
  tell(model::TestFinished{.test = failing, .outcome = Outcome::failed, .reason = "twice"});
  const auto all = suite();
  EXPECT_STREQ(all.attribute("failures").value(), "1");
  const auto first = all.first_child().first_child();
  EXPECT_STREQ(first.name(), "flakyFailure");
  EXPECT_STREQ(first.attribute("type").value(), "crashed");
  EXPECT_STREQ(first.child("stackTrace").text().get(), "SIGSEGV");
  EXPECT_STREQ(first.child("system-out").text().get(), "first");
  EXPECT_STREQ(first.next_sibling().name(), "flakyError");
  const auto last = all.last_child();
  EXPECT_STREQ(last.child("failure").attribute("message").value(), "twice");
  EXPECT_STREQ(last.child("rerunFailure").attribute("message").value(), "once");
  EXPECT_STREQ(last.child("rerunFailure").child("stackTrace").text().get(), "a.cc:3: once\nmore");
}

TEST_F(JunitReport, ListsWhatRanBeforeATestThatPassesAlone) {
  tell(model::TestFinished{.outcome = Outcome::failed, .reason = "passes alone", .ran_before = {"b::A.one", "b::A.two"}});
  const auto failure = suite().child("testcase").child("failure");
  EXPECT_STREQ(failure.text().get(), "passes alone\n\nran before it in its process:\n  b::A.one\n  b::A.two");
}

TEST_F(JunitReport, CountsErrorsThatNoTestExplains) {
  tell(model::ProcessFailed{.id = "b/t::A", .text = "ended with exit status 3"});
  tell(model::CollectionFailed{"b/broken", "crashed with SIGSEGV"});
  const auto all = suite();
  EXPECT_STREQ(all.attribute("errors").value(), "2");
  EXPECT_STREQ(all.child("testcase").attribute("classname").value(), "b.t.A");
  EXPECT_STREQ(all.last_child().child("error").attribute("message").value(), "collection failure");
}

TEST_F(JunitReport, IsXmlWhateverATestSays) {
  tell(model::TestFinished{.test = {k_hostile, k_hostile, k_hostile, k_hostile, k_hostile, 1},
                           .outcome = Outcome::failed,
                           .reason = k_hostile,
                           .failures = {{k_hostile, 1, k_hostile}},
                           .properties = {{k_hostile, k_hostile}},
                           .output = {k_hostile, 5, k_hostile}});
  const std::string out = suite().child("testcase").child("system-out").text().get();
  EXPECT_THAT(out, HasSubstr("<&\"'#x1B[31m#x00]]>#xFF #xFFFF \xce\xb1\n[5 bytes left out]\n"));
}

TEST_F(JunitReport, LeavesNothingBehindWhenUnfinished) {
  junit_.reset();
  EXPECT_FALSE(base::read_file(path_));
}

TEST(XmlText, NamesWhatXmlCannotHold) { EXPECT_EQ(xml_text("a\x01\r\n\t\xc3"), "a#x01#x0D\n\t#xC3"); }

}  // namespace
}  // namespace trireme::report
