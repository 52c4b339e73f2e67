#include "execute/googletest/verdict.h"

#include <gmock/gmock.h>
#include <signal.h>

namespace trireme::execute::googletest {
namespace {

using model::Outcome;
using testing::IsEmpty;
using testing::SizeIs;

class Verdicts : public testing::Test {
 protected:
  Verdicts() {
    one_ = {.id = "bin::A.one", .suite = "A", .name = "one"};
    two_ = {.id = "bin::A.two", .suite = "A", .name = "two"};
    facts_.tests = {&one_, &two_};
    facts_.heard.resize(2);
    facts_.stream_believed = true;
  }

  void hear(std::size_t i, bool passed) { facts_.heard[i] = {.started = true, .ended = true, .passed = passed}; }
  void report(const std::string& name, ReportedTest test) {
    if (!facts_.report) facts_.report.emplace();
    test.key = "A." + name;
    facts_.report->tests.push_back(std::move(test));
  }
  static ReportedTest ran() { return {.ran = true, .started = true}; }

  model::TestCase one_;
  model::TestCase two_;
  ProcessFacts facts_;
};

TEST_F(Verdicts, PassWhatTheReportPassed) {
  report("one", ran());
  report("two", ran());
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::passed);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::passed);
  EXPECT_THAT(conclusion.unexplained, IsEmpty());
}

TEST_F(Verdicts, LetTheReportCorrectTheStream) {
  hear(0, true);
  ReportedTest failed = ran();
  failed.failures.push_back({.message = "late"});
  report("one", failed);
  report("two", ran());
  facts_.status.code = 1;
  EXPECT_EQ(conclude(facts_).verdicts[0]->outcome, Outcome::failed);
}

// GoogleTest 1.10 and 1.11 drop what is not ASCII, and 1.10 does not say why a test was skipped.
TEST_F(Verdicts, UnderstandTheReportsOfOldVersions) {
  one_.name = "\u03bb";
  two_.name = "\u03bc";
  hear(0, true);
  hear(1, false);
  facts_.heard[1].parts = {{.message = "Skipped\nno time"}};
  report("", ran());
  report("", {.ran = true, .started = true, .skipped = true});
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::passed);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::skipped);
  EXPECT_EQ(conclusion.verdicts[1]->reason, "no time");
  EXPECT_THAT(conclusion.unexplained, IsEmpty());
}

// GoogleTest 1.16 and newer report it.
TEST_F(Verdicts, TellAFailedSetUpOnce) {
  report("one", {.ran = true, .skipped = true});
  report("two", {.ran = true, .skipped = true});
  facts_.report->outside_failures["A"] = {{.message = "set-up"}};
  facts_.status.code = 1;
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1));
  facts_.outside = {{.suite = "A", .part = {.message = "set-up"}}};
  const Conclusion conclusion = conclude(facts_);
  ASSERT_THAT(conclusion.unexplained, SizeIs(1));
  EXPECT_EQ(conclusion.unexplained[0].suite, "A");
  EXPECT_THAT(conclusion.unexplained[0].failures, SizeIs(1));
}

TEST_F(Verdicts, AreErrorsForATestTheProgramDidNotRun) {
  report("one", ran());
  report("two", {.ran = false});
  EXPECT_EQ(conclude(facts_).verdicts[1]->outcome, Outcome::error);
}

TEST_F(Verdicts, LeaveAStatusWithoutAFailureUnexplained) {
  report("one", ran());
  report("two", ran());
  facts_.status.code = 23;
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1));
  facts_.status = {.signal = SIGSEGV};
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1));
}

TEST_F(Verdicts, TellFailedSetUpsFromSkippingOnesByTheOutput) {
  report("one", ran());
  report("two", ran());
  facts_.outside = {{.suite = "A", .part = {"a.cc", 7, "no"}, .after = {}, .skip = {}}};
  EXPECT_THAT(conclude(facts_).unexplained, IsEmpty()) << "the output says nothing, and the program succeeded";
  tell_skips(facts_.outside, {.head = "a.cc:7: Failure\nno\n"});
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1));
  tell_skips(facts_.outside, {.head = "a.cc:7: Skipped\nno\n"});
  facts_.status.code = 1;
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1)) << "of the status, not of the suite";
  EXPECT_EQ(conclude(facts_).unexplained[0].suite, "");
}

TEST_F(Verdicts, BelieveASkipOfASetUpThatSkipped) {
  report("one", {.ran = true, .started = false, .skipped = true});
  report("two", {.ran = true, .started = false, .skipped = true});
  facts_.outside = {{.suite = "A", .part = {"a.cc", 7, "no"}, .after = {}, .skip = true}};
  EXPECT_EQ(conclude(facts_).verdicts[0]->outcome, Outcome::skipped);
  EXPECT_EQ(conclude(facts_).verdicts[0]->reason, "no");
  facts_.outside[0].skip = false;
  EXPECT_EQ(conclude(facts_).verdicts[0]->outcome, Outcome::error);
}

TEST_F(Verdicts, GoByTheStreamWhereAForkedProcessMayHaveWrittenTheReport) {
  hear(0, true);
  hear(1, false);
  facts_.forked_run = true;
  facts_.run_ended = true;
  facts_.status.code = 1;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::passed);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::failed);
  EXPECT_THAT(conclusion.unexplained, IsEmpty());
  facts_.heard_twice = true;
  EXPECT_THAT(conclude(facts_).unexplained, SizeIs(1));
}

TEST_F(Verdicts, DoNotBelieveASkipAfterAFailedSetUp) {
  report("one", {.ran = true, .started = false, .skipped = true});
  report("two", {.ran = true, .started = false, .skipped = true});
  facts_.status.code = 1;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::error);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::error);
  EXPECT_THAT(conclusion.unexplained, SizeIs(1));
  EXPECT_EQ(conclusion.unexplained[0].suite, "A");
}

TEST_F(Verdicts, NameWhatASanitizerFound) {
  facts_.heard[0] = {.started = true};
  facts_.finding = "AddressSanitizer: found";
  facts_.status.code = 1;
  EXPECT_EQ(conclude(facts_).verdicts[0]->reason,
            "AddressSanitizer: found; ended the process with exit(1) in the middle of the test");
  facts_.heard[0] = {};
  EXPECT_EQ(conclude(facts_).unexplained[0].text, "AddressSanitizer: found; ended with exit(1), outside any suite");
  report("one", ran());
  report("two", ran());
  EXPECT_EQ(conclude(facts_).unexplained[0].text, "AddressSanitizer: found; ended with exit status 1 although no test failed");
}

// Anybody can write such a report.
TEST_F(Verdicts, TakeNoOutcomeFromWhatLooksLikeASanitizersReport) {
  facts_.finding = "AddressSanitizer: forged";
  report("one", ran());
  report("two", ran());
  EXPECT_THAT(conclude(facts_).unexplained, IsEmpty());
  facts_.report.reset();
  facts_.heard[0] = {.started = true};
  EXPECT_EQ(conclude(facts_).verdicts[0]->reason, "ended the process with exit(0) in the middle of the test");
  facts_.cause = Cause::timed_out;
  facts_.status = {.signal = SIGTERM};
  EXPECT_EQ(conclude(facts_).verdicts[0]->outcome, Outcome::timed_out);
  EXPECT_EQ(conclude(facts_).verdicts[0]->reason, "timed out after 0 s");
}

TEST_F(Verdicts, BlameTheRunningTestForACrash) {
  hear(0, true);
  facts_.heard[1].started = true;
  facts_.inside_run = true;
  facts_.status = {.signal = SIGSEGV};
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::passed);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::crashed);
  EXPECT_THAT(conclusion.unexplained, IsEmpty());
}

TEST_F(Verdicts, RememberAFailedSetUpWhenTheProcessCrashesLater) {
  one_.suite = "Before";
  facts_.heard[0] = {.started = true, .ended = true, .said_skipped = true, .parts = {{.message = ""}}};
  facts_.outside = {{.suite = "Before", .part = {.message = "no set-up"}}};
  facts_.heard[1].started = true;
  facts_.status.signal = SIGSEGV;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::error);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::crashed);
  ASSERT_THAT(conclusion.unexplained, SizeIs(1));
  EXPECT_EQ(conclusion.unexplained[0].suite, "Before");
  EXPECT_EQ(conclusion.unexplained[0].failures.at(0).message, "no set-up");
}

TEST_F(Verdicts, FailATestThatExits) {
  facts_.heard[0].started = true;
  facts_.inside_run = true;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::failed);
  EXPECT_THAT(conclusion.verdicts[0]->reason, testing::HasSubstr("exit(0)"));
  EXPECT_EQ(conclusion.verdicts[1], std::nullopt) << "it gets a fresh process";
}

TEST_F(Verdicts, TimeOutTheRunningTestOnly) {
  facts_.heard[0].started = true;
  facts_.inside_run = true;
  facts_.cause = Cause::timed_out;
  facts_.timeout = 2;
  facts_.status = {.signal = SIGTERM};
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::timed_out);
  EXPECT_EQ(conclusion.verdicts[1], std::nullopt);
}

TEST_F(Verdicts, RunTestsAloneWhenACrashWasNotHeard) {
  facts_.stream_believed = false;
  facts_.inside_run = true;
  facts_.status = {.signal = SIGABRT};
  const Conclusion conclusion = conclude(facts_);
  EXPECT_TRUE(conclusion.each_alone);
  EXPECT_EQ(conclusion.verdicts[0], std::nullopt);
}

TEST_F(Verdicts, AreErrorsWhenAnUnheardCrashCannotBeNarrowedDown) {
  facts_.stream_believed = false;
  facts_.inside_run = true;
  facts_.alone = true;
  facts_.status = {.signal = SIGABRT};
  const Conclusion conclusion = conclude(facts_);
  EXPECT_FALSE(conclusion.each_alone) << "it would go on for ever";
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::error);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::error);
}

TEST_F(Verdicts, AreErrorsWhenATestThatWasNotAskedForEndsTheProcess) {
  facts_.inside_run = true;
  facts_.status = {.signal = SIGSEGV};
  facts_.open_suite = "Other";
  facts_.open_suite_has_run = true;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::error) << "without a verdict they would come again, for ever";
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::error);
}

TEST_F(Verdicts, AreErrorsWhenTheProgramNeverRanItsTests) {
  facts_.stream_believed = false;
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::error);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::error);
  EXPECT_THAT(conclusion.unexplained, SizeIs(1));
}

TEST_F(Verdicts, SettleEverythingWhenTheRunStops) {
  facts_.heard[0].started = true;
  facts_.inside_run = true;
  facts_.cause = Cause::stopped;
  facts_.stopped_as = Outcome::interrupted;
  facts_.stop_reason = "interrupted by SIGINT";
  facts_.status = {.signal = SIGTERM};
  const Conclusion conclusion = conclude(facts_);
  EXPECT_EQ(conclusion.verdicts[0]->outcome, Outcome::interrupted);
  EXPECT_EQ(conclusion.verdicts[1]->outcome, Outcome::not_run);
  EXPECT_THAT(conclusion.unexplained, IsEmpty());
}

TEST(HeardVerdict, SkipsOnlyWithTheLineThatSaysSo) {
  Heard heard{.started = true, .ended = true, .said_skipped = true};
  EXPECT_EQ(heard_verdict(heard).outcome, Outcome::skipped);
  heard.said_failed = true;
  EXPECT_EQ(heard_verdict(heard).outcome, Outcome::failed);
  heard = {.started = true, .ended = true};
  EXPECT_EQ(heard_verdict(heard).outcome, Outcome::failed);
}

}  // namespace
}  // namespace trireme::execute::googletest
