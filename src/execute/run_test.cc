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

class RunTests : public FakeRun {};

TEST_F(RunTests, GiveEveryTestOneOutcome) {
  launcher_.behaviour = {{"A.two", Does::fail}, {"B.one", Does::crash}};
  run({"A.one", "A.two", "B.one", "B.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed), Pair("A.two", Outcome::failed),
                                      Pair("B.one", Outcome::crashed), Pair("B.two", Outcome::passed)));
  EXPECT_THAT(recorder_.all<model::ProcessFailed>(), IsEmpty());
}

TEST_F(RunTests, BelieveNoReportThatIsWrittenWhenTheirProcessHasEnded) {
  launcher_.behaviour = {{"A.two", Does::crash}};
  launcher_.reports_late = true;
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed), Pair("A.two", Outcome::crashed)));
}

TEST_F(RunTests, TellWorkersApart) {
  options_.isolation = model::Isolation::test;
  run({"A.one", "A.two"});
  std::vector<std::string> workers;
  for (const auto& each : recorder_.all<model::TestFinished>()) workers.push_back(each.worker);
  EXPECT_THAT(workers, UnorderedElementsAre("gw0", "gw1"));
}

TEST_F(RunTests, CallTheOnlyWorkerMaster) {
  options_.workers = 0;
  run({"A.one"});
  EXPECT_EQ(recorder_.all<model::TestFinished>().at(0).worker, "master");
}

TEST_F(RunTests, RunEverythingOnEachWorker) {
  options_.dist = model::Dist::each;
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one@gw0", Outcome::passed), Pair("A.one@gw1", Outcome::passed)));
}

TEST_F(RunTests, EndWhatTakesTooLong) {
  options_.timeout = 2;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out), Pair("A.two", Outcome::passed)));
  EXPECT_NEAR(launcher_.now(), 2, 0.3);
}

TEST_F(RunTests, HearWhatWasSaidInTimeWhenTheyComeTooLateThemselves) {
  options_.timeout = 2;
  launcher_.stalls = {{0.015, 3}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed)));
}

TEST_F(RunTests, KillWhatIgnoresSigterm) {
  options_.timeout = 2;
  launcher_.behaviour = {{"A.one", Does::hang_stubbornly}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out)));
  EXPECT_NEAR(launcher_.now(), 7, 0.3) << "five seconds of grace";
}

TEST_F(RunTests, TakeTheStacksOfWhatTakesTooLong) {
  options_.timeout = 2;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one", "A.two"});
  const auto finished = recorder_.all<model::TestFinished>();
  for (const auto& each : finished) EXPECT_EQ(each.stacks, each.test.name == "one" ? "#0 f()\n" : "");
}

TEST_F(RunTests, TakeTheStackOfACrash) {
  options_.timeout = 0.015;  // less than it takes
  launcher_.behaviour = {{"A.one", Does::crash_when_let}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::crashed), Pair("A.two", Outcome::passed)));
  const auto finished = recorder_.all<model::TestFinished>();
  for (const auto& each : finished) EXPECT_EQ(each.stacks, each.test.name == "one" ? "#0 f()\n" : "");
}

TEST_F(RunTests, DoNotWaitForTheStackOfACrashForever) {
  options_.timeout = 2;
  launcher_.stacks = "";
  launcher_.behaviour = {{"A.one", Does::crash_when_let}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::crashed)));
  EXPECT_NEAR(launcher_.now(), 10, 0.3);
}

TEST_F(RunTests, DoNotLetACrashGoOnBeforeItsStackIsTakenWhenTheyDo) {
  launcher_.step = 0.1;
  launcher_.stacks = "";
  launcher_.behaviour = {{"A.one", Does::crash_when_let}};
  launcher_.signals = {{1, SIGTSTP}, {2, SIGINT}};
  run({"A.one"});
  EXPECT_THAT(launcher_.sent, ElementsAre(SIGSTOP, SIGTERM));
}

TEST_F(RunTests, DoNotWaitForStacksForever) {
  options_.timeout = 2;
  launcher_.stacks = "";
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out)));
  EXPECT_NEAR(launcher_.now(), 12, 0.3);
  EXPECT_NEAR(recorder_.all<model::TestFinished>().at(0).duration, 2, 0.3) << "the test's own";
}

TEST_F(RunTests, BlameNothingThatBeganWhileStacksAreTaken) {
  options_.isolation = model::Isolation::program;
  options_.workers = 1;
  options_.timeout = 2;
  launcher_.stacks = "";
  launcher_.behaviour = {{"A.one", Does::pass_late}};
  launcher_.at_attempt = {{"A.two", {Does::hang}}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::timed_out), Pair("A.three", Outcome::passed), Pair("A.two", Outcome::passed)));
  EXPECT_THAT(launcher_.filters, ElementsAre("A.one:A.two:A.three", "A.two:A.three"));
  EXPECT_THAT(recorder_.all<model::TestStarted>(), SizeIs(3)) << "each once";
}

TEST_F(RunTests, TimeOutATestThatEndsItsProcessWhileStacksAreTaken) {
  options_.timeout = 2;
  options_.workers = 1;
  launcher_.stacks = "";
  launcher_.step = 0.1;
  launcher_.behaviour = {{"A.one", Does::pass_late}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out)));
  EXPECT_THAT(recorder_.all<model::ProcessFailed>(), IsEmpty());
  EXPECT_NEAR(recorder_.all<model::TestFinished>().at(0).duration, 2, 0.25) << "the test's own";
}

TEST_F(RunTests, DoNotWaitForStacksWhenTheRunEnds) {
  options_.timeout = 2;
  launcher_.stacks = "";
  launcher_.behaviour = {{"A.one", Does::hang}};
  launcher_.signals = {{4, SIGINT}};
  run({"A.one"});
  EXPECT_NEAR(launcher_.now(), 4, 0.3);
}

TEST_F(RunTests, StopAndGoOnWithTheirTests) {
  options_.workers = 1;
  launcher_.behaviour = {{"A.one", Does::hang}};
  launcher_.signals = {{1, SIGTSTP}, {2, SIGINT}};
  run({"A.one"});
  EXPECT_THAT(launcher_.sent, ElementsAre(SIGSTOP, SIGCONT, SIGTERM));
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::interrupted)));
}

TEST_F(RunTests, DoNotCountTheTimeStopped) {
  options_.workers = 1;
  stopped_for_ = 0.0005;
  launcher_.step = 0.001;
  for (int i = 1; i < 40; ++i) launcher_.signals[i * 0.001] = SIGTSTP;
  run({"A.one", "A.two"});
  for (const auto& each : recorder_.all<model::TestFinished>()) EXPECT_LT(each.duration, 0.001) << "of 1 ms";
}

TEST_F(RunTests, TellWhatRunsWhenAsked) {
  options_.workers = 1;
  options_.timeout = 3;
  launcher_.behaviour = {{"A.one", Does::hang}};
  launcher_.signals = {{2, SIGUSR1}};
  run({"A.one", "A.two"});
  const auto notices = recorder_.all<model::Notice>();
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].text, "[gw0] bin::A.one has been running for 2.0s; it has written nothing");
}

TEST_F(RunTests, EndWhenTheSessionTakesTooLong) {
  options_.session_timeout = 2;
  options_.workers = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::interrupted), Pair("A.two", Outcome::not_run)));
  EXPECT_EQ(recorder_.all<model::TestFinished>().at(0).reason, "session timeout of 2 s");
  EXPECT_TRUE(recorder_.all<model::RunFinished>().at(0).interrupted);
  EXPECT_NEAR(launcher_.now(), 2, 0.3);
}

TEST_F(RunTests, StartNothingWhenTheSessionsTimeIsOver) {
  options_.session_timeout = 2;
  while (launcher_.now() < 2) launcher_.wait(0);
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::not_run)));
  EXPECT_THAT(launcher_.filters, IsEmpty());
}

TEST_F(RunTests, NameSlowTestsOnce) {
  options_.slow_timeout = 3;
  options_.timeout = 10;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one"});
  const auto slow = recorder_.all<model::TestSlow>();
  ASSERT_THAT(slow, SizeIs(1));
  EXPECT_EQ(slow[0].id, "bin::A.one");
  EXPECT_NEAR(slow[0].elapsed, 3, 0.2);
}

TEST_F(RunTests, StopAtExactlyTheNthFailure) {
  options_.maxfail = 2;
  options_.isolation = model::Isolation::test;
  std::vector<std::string> tests;
  for (int i = 0; i < 20; ++i) {
    tests.push_back(fmt::format("A.t{:02}", i));
    launcher_.behaviour[tests.back()] = Does::fail;
  }
  run(tests);
  int failed = 0;
  for (const auto& [name, outcome] : outcomes()) failed += outcome == Outcome::failed ? 1 : 0;
  EXPECT_EQ(failed, 2);
  EXPECT_THAT(outcomes(), SizeIs(20));
  EXPECT_EQ(recorder_.all<model::RunFinished>().at(0).stopped, "stopping after 2 failures");
}

TEST_F(RunTests, StopTheOthersAtTheFirstFailure) {
  options_.maxfail = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::hang}, {"A.two", Does::fail}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::not_run), Pair("A.three", Outcome::not_run), Pair("A.two", Outcome::failed)));
}

TEST_F(RunTests, ReplaceAsManyProcessesAsAllowed) {
  options_.max_worker_restart = 1;
  options_.workers = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::crash}, {"A.three", Does::crash}};
  run({"A.one", "A.two", "A.three", "A.four"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.four", Outcome::not_run), Pair("A.one", Outcome::crashed),
                                      Pair("A.three", Outcome::crashed), Pair("A.two", Outcome::passed)));
  EXPECT_THAT(recorder_.all<model::TestFinished>().back().reason, HasSubstr("--max-worker-restart=1"));
  EXPECT_FALSE(recorder_.all<model::RunFinished>().at(0).interrupted);
}

TEST_F(RunTests, CountATimeoutAsARestart) {
  options_.max_worker_restart = 0;
  options_.workers = 1;
  options_.isolation = model::Isolation::suite;
  options_.timeout = 1;
  launcher_.behaviour = {{"A.one", Does::hang}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::timed_out), Pair("A.two", Outcome::not_run)));
}

TEST_F(RunTests, DoNotCountACrashAfterWhichNothingIsLeft) {
  options_.max_worker_restart = 0;
  options_.workers = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.two", Does::crash}};
  run({"A.one", "A.two"});
  EXPECT_EQ(recorder_.all<model::RunFinished>().at(0).stopped, "");
}

TEST_F(RunTests, EndAtASignal) {
  launcher_.behaviour = {{"A.one", Does::hang}};
  launcher_.signals = {{1.0, SIGINT}};
  options_.isolation = model::Isolation::test;
  options_.workers = 1;
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::interrupted), Pair("A.two", Outcome::not_run)));
  EXPECT_TRUE(recorder_.all<model::RunFinished>().at(0).interrupted);
}

TEST_F(RunTests, KillAtTheSecondSignal) {
  launcher_.behaviour = {{"A.one", Does::hang_stubbornly}};
  launcher_.signals = {{1.0, SIGINT}, {1.5, SIGINT}};
  run({"A.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::interrupted)));
  EXPECT_NEAR(launcher_.now(), 1.5, 0.2);
}

TEST_F(RunTests, AreErrorsWhenNothingCanBeStarted) {
  launcher_.launch_error = "cannot start /bin: Permission denied";
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::error), Pair("A.two", Outcome::error)));
  EXPECT_THAT(recorder_.all<model::TestFinished>().at(0).reason, HasSubstr("Permission denied"));
}

TEST_F(RunTests, ReportDisabledTestsAsSkipped) {
  collection_ = schedule::collection_of({"A.DISABLED_x"});
  collection_.tests[0].disabled = true;
  const RunSettings settings{
      options_,          collection_, 2, "run", directory_.path(), directory_.path(), [this] { return launcher_.now(); },
      [] { return 0.0; }};
  run_tests(settings, {}, launcher_, recorder_);
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.DISABLED_x", Outcome::skipped)));
  EXPECT_THAT(launcher_.filters, IsEmpty());
}

TEST_F(RunTests, TellWhichTestsSharedAProcessAndInWhichOrder) {
  options_.isolation = model::Isolation::suite;
  options_.workers = 1;
  launcher_.behaviour = {{"A.two", Does::crash}};
  run({"A.one", "A.two", "A.three"});
  std::map<std::string, std::pair<int, int>> places;
  for (const auto& each : recorder_.all<model::TestFinished>()) places[each.test.name] = {each.process, each.place};
  EXPECT_THAT(places, ElementsAre(Pair("one", Pair(1, 1)), Pair("three", Pair(2, 1)), Pair("two", Pair(1, 2))));
}

TEST_F(RunTests, SayHowToRepeatAFailure) {
  launcher_.behaviour = {{"A.one", Does::fail}};
  options_.test_args = {"--size", "a b"};
  run({"A.one"});
  EXPECT_EQ(recorder_.all<model::TestFinished>().at(0).repeat_command, "trireme -n 0 bin::A.one -- --size 'a b'");
}

TEST_F(RunTests, RepeatWithWhatTheTestNeeds) {
  launcher_.behaviour = {{"A.one", Does::fail}};
  options_.repeated = {"--db=shared", "--db-command=a b"};
  run({"A.one"});
  EXPECT_EQ(recorder_.all<model::TestFinished>().at(0).repeat_command,
            "trireme -n 0 --db=shared '--db-command=a b' bin::A.one");
}

TEST_F(RunTests, TellOfAFailureBeforeTheProcessHasEnded) {
  launcher_.behaviour = {{"A.one", Does::fail}, {"A.two", Does::hang}};
  launcher_.signals = {{3.0, SIGINT}};
  options_.workers = 1;
  options_.isolation = model::Isolation::suite;
  run({"A.one", "A.two"});
  const auto ended = std::find_if(recorder_.events.begin(), recorder_.events.end(),
                                  [](const auto& each) { return std::holds_alternative<model::TestEnded>(each.what); });
  ASSERT_NE(ended, recorder_.events.end());
  EXPECT_LT(ended->at, 1);
}

}  // namespace
}  // namespace trireme::execute
