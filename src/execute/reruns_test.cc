#include <gmock/gmock.h>

#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using model::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class Reruns : public FakeRun {};

TEST_F(Reruns, CallATestFlakyThatFailsAndThenPasses) {
  options_.reruns = 2;
  options_.isolation = model::Isolation::suite;
  launcher_.at_attempt = {{"A.two", {Does::fail, Does::crash}}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::passed), Pair("A.three", Outcome::passed), Pair("A.two", Outcome::flaky)));
  EXPECT_THAT(launcher_.filters, ElementsAre("A.one:A.two:A.three", "A.two", "A.two")) << "alone";
  const auto reruns = recorder_.all<model::TestRerun>();
  ASSERT_THAT(reruns, SizeIs(2));
  EXPECT_EQ(reruns[0].result.failures.at(0).message, "no");
  EXPECT_EQ(reruns[1].result.outcome, Outcome::crashed);
  EXPECT_EQ(reruns[1].attempt, 2);
  EXPECT_EQ(recorder_.all<model::TestFinished>().back().reason, "passed at attempt 3 of 3");
}

TEST_F(Reruns, RepeatNoMoreOftenThanAsked) {
  options_.reruns = 2;
  launcher_.behaviour = {{"A.one", Does::fail}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::failed)));
  EXPECT_THAT(launcher_.filters, SizeIs(3));
  EXPECT_THAT(recorder_.all<model::TestRerun>(), SizeIs(2));
}

TEST_F(Reruns, TellNothingProvisionalOfATestThatMayRunAgain) {
  options_.reruns = 1;
  launcher_.at_attempt = {{"A.one", {Does::fail}}};
  run({"A.one"});
  EXPECT_THAT(recorder_.all<model::TestEnded>(), IsEmpty());
}

TEST_F(Reruns, RepeatOnlyFailuresThatMatch) {
  options_.reruns = 1;
  options_.only_rerun = {"SIGSEGV", "never"};
  launcher_.behaviour = {{"A.one", Does::fail}, {"A.two", Does::crash}};
  run({"A.one", "A.two"});
  const auto reruns = recorder_.all<model::TestRerun>();
  ASSERT_THAT(reruns, SizeIs(1));
  EXPECT_EQ(reruns[0].result.test.name, "two");
}

TEST_F(Reruns, GiveEachAttemptItsWholeTimeout) {
  options_.reruns = 1;
  options_.timeout = 2;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out)));
  EXPECT_NEAR(launcher_.now(), 4, 0.5);
}

TEST_F(Reruns, WaitBeforeARerunWhileOthersRun) {
  options_.reruns = 1;
  options_.reruns_delay = 10;
  options_.workers = 1;
  options_.isolation = model::Isolation::test;
  launcher_.at_attempt = {{"A.one", {Does::fail}}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(launcher_.filters, ElementsAre("A.one", "A.two", "A.three", "A.one"));
  EXPECT_NEAR(launcher_.now(), 10, 0.5);
}

TEST_F(Reruns, KeepTheLastAttemptWhenASignalComesInTheDelay) {
  options_.reruns = 1;
  options_.reruns_delay = 10;
  launcher_.behaviour = {{"A.one", Does::fail}};
  launcher_.signals = {{3.0, SIGINT}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::failed), Pair("A.two", Outcome::passed)));
  EXPECT_LT(launcher_.now(), 4);
}

TEST_F(Reruns, KeepTheLastAttemptWhenASignalEndsTheNext) {
  options_.reruns = 1;
  launcher_.at_attempt = {{"A.one", {Does::fail, Does::hang}}};
  launcher_.signals = {{3.0, SIGINT}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::failed)));
}

TEST_F(Reruns, CountForMaxfailWhatStaysFailed) {
  options_.maxfail = 1;
  options_.reruns = 1;
  options_.reruns_delay = 5;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::fail}, {"A.four", Does::hang}};
  launcher_.at_attempt = {{"A.two", {Does::fail}}};
  run({"A.one", "A.two", "A.three", "A.four"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.four", Outcome::not_run), Pair("A.one", Outcome::failed),
                                      Pair("A.three", Outcome::passed), Pair("A.two", Outcome::failed)))
      << "the second waited for its rerun when the first failed for good";
  EXPECT_THAT(recorder_.all<model::RunFinished>().at(0).stopped, HasSubstr("1 failure"));
}

TEST_F(Reruns, RepeatOnTheSameWorkerUnderEach) {
  options_.dist = model::Dist::each;
  options_.reruns = 1;
  launcher_.at_attempt = {{"A.one", {Does::fail}}};
  run({"A.one"});
  std::vector<Outcome> both;
  for (const auto& [name, outcome] : outcomes()) both.push_back(outcome);
  EXPECT_THAT(both, UnorderedElementsAre(Outcome::flaky, Outcome::passed));
  const auto rerun = recorder_.all<model::TestRerun>().at(0).result;
  EXPECT_EQ(rerun.test.id, "bin::A.one@" + rerun.worker);
}

}  // namespace
}  // namespace trireme::execute
