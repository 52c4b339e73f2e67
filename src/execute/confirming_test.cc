#include <gmock/gmock.h>

#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using model::Outcome;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class ConfirmedRuns : public FakeRun {};

TEST_F(ConfirmedRuns, TryAFailureAloneThatHadCompany) {
  options_.confirm_failures = true;
  options_.isolation = model::Isolation::suite;
  launcher_.behaviour = {{"A.two", Does::fail_polluted}, {"A.three", Does::fail}, {"B.one", Does::fail}};
  run({"A.one", "A.two", "A.three", "B.one"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed), Pair("A.three", Outcome::failed),
                                      Pair("A.two", Outcome::failed), Pair("B.one", Outcome::failed)));
  std::map<std::string, std::vector<std::string>> company;
  for (const auto& each : recorder_.all<model::TestFinished>()) company[each.test.name] = each.ran_before;
  EXPECT_THAT(company["two"], ElementsAre("bin::A.one")) << "it passes alone";
  EXPECT_THAT(company["three"], IsEmpty());
  std::map<std::string, std::string> commands;
  for (const auto& each : recorder_.all<model::TestFinished>()) commands[each.test.name] = each.repeat_command;
  EXPECT_EQ(commands["two"], "trireme bisect --report-log=LOG bin::A.two");
  EXPECT_EQ(commands["three"], "trireme -n 0 bin::A.three");
  std::map<std::string, bool> by_exec;
  for (std::size_t i = 0; i < launcher_.filters.size(); ++i) by_exec[launcher_.filters[i]] = launcher_.by_exec[i];
  EXPECT_THAT(by_exec,
              ElementsAre(Pair("A.one:A.two:A.three", false), Pair("A.three", true), Pair("A.two", true), Pair("B.one", false)))
      << "the first of a process had no company";
}

TEST_F(ConfirmedRuns, ExecuteWhatFailedInAForkedProcess) {
  options_.confirm_failures = true;
  options_.isolation = model::Isolation::test;
  launcher_.forks = true;
  launcher_.at_attempt = {{"A.one", {Does::fail}}, {"A.two", {Does::fail, Does::fail}}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::failed), Pair("A.three", Outcome::passed), Pair("A.two", Outcome::failed)));
  std::map<std::string, std::string> reasons;
  for (const auto& each : recorder_.all<model::TestFinished>()) reasons[each.test.name] = each.reason;
  EXPECT_EQ(reasons["one"], "passes when its program is executed and not forked (--launcher=exec)");
  EXPECT_EQ(reasons["two"], "");
}

TEST_F(ConfirmedRuns, ExecuteRerunsInstead) {
  options_.confirm_failures = true;
  options_.reruns = 1;
  options_.isolation = model::Isolation::test;
  launcher_.forks = true;
  launcher_.at_attempt = {{"A.one", {Does::fail}}, {"A.two", {Does::fail, Does::fail}}};
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::flaky), Pair("A.two", Outcome::failed)));
  EXPECT_THAT(launcher_.by_exec, ElementsAre(false, false, true, true));
}

TEST_F(ConfirmedRuns, CallPollutionNoFlakiness) {
  options_.confirm_failures = true;
  options_.reruns = 2;
  options_.isolation = model::Isolation::suite;
  launcher_.behaviour = {{"A.two", Does::fail_polluted}};
  launcher_.at_attempt = {{"A.three", {Does::fail, Does::fail}}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::passed), Pair("A.three", Outcome::flaky), Pair("A.two", Outcome::failed)));
  EXPECT_EQ(recorder_.all<model::TestRerun>().at(0).most, 4) << "in company, alone, two reruns";
}

}  // namespace
}  // namespace trireme::execute
