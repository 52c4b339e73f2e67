// Serial tests, in every kind of run: no process of theirs is beside another.
#include <gmock/gmock.h>

#include <tuple>

#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using model::Outcome;
using testing::HasSubstr;
using testing::SizeIs;

const std::vector<std::string> k_tests{"Serial.one", "A.one", "Serial.two", "A.two", "B.one", "Serial.three"};

class SerialTests : public FakeRun {
 protected:
  void expect_nothing_beside_them() const {
    bool any_beside = false;
    for (std::size_t i = 0; i < launcher_.filters.size(); ++i) {
      any_beside = any_beside || !launcher_.beside[i].empty();
      if (launcher_.filters[i].find("Serial") != std::string::npos) {
        EXPECT_THAT(launcher_.beside[i], SizeIs(0)) << launcher_.filters[i];
      }
      for (const std::string& each : launcher_.beside[i]) {
        EXPECT_THAT(each, testing::Not(HasSubstr("Serial"))) << launcher_.filters[i];
      }
    }
    EXPECT_TRUE(any_beside) << "others run in parallel";
  }
};

class SharedSerialTests : public SerialTests, public testing::WithParamInterface<std::tuple<model::Dist, model::Isolation>> {};

TEST_P(SharedSerialTests, HaveNothingBesideThem) {
  std::tie(options_.dist, options_.isolation) = GetParam();
  run(k_tests);
  EXPECT_THAT(outcomes(), SizeIs(options_.dist == model::Dist::each ? 12 : 6));
  expect_nothing_beside_them();
}

INSTANTIATE_TEST_SUITE_P(
    InAllWays, SharedSerialTests,
    testing::Combine(testing::Values(model::Dist::load, model::Dist::loadscope, model::Dist::loadfile, model::Dist::each),
                     testing::Values(model::Isolation::automatic, model::Isolation::suite, model::Isolation::test)));

TEST_F(SerialTests, HaveNothingBesideThemWhenTestsRunAgain) {
  options_.workers = 3;
  options_.isolation = model::Isolation::suite;
  options_.reruns = 2;
  options_.reruns_delay = 0.02;
  options_.confirm_failures = true;
  options_.timeout = 1;
  for (const char* name : {"A.one", "A.two", "Serial.one", "Serial.two"}) launcher_.at_attempt[name] = {Does::fail, Does::fail};
  launcher_.at_attempt["Serial.three"] = {Does::hang, Does::crash};
  launcher_.at_attempt["B.one"] = {Does::crash, Does::hang};
  run(k_tests);
  for (const auto& [name, outcome] : outcomes()) EXPECT_EQ(outcome, Outcome::flaky) << name;
  expect_nothing_beside_them();
}

TEST_F(SerialTests, AreErrorsOnEachWorkerWhenNothingCanBeStarted) {
  options_.dist = model::Dist::each;
  launcher_.launch_error = "cannot start /bin: Permission denied";
  run(k_tests);
  EXPECT_THAT(outcomes(), SizeIs(12));
  for (const auto& [name, outcome] : outcomes()) EXPECT_EQ(outcome, Outcome::error) << name;
}

TEST_F(SerialTests, DoNotRunWhenTheRunStopsBefore) {
  options_.maxfail = 1;
  launcher_.behaviour = {{"A.one", Does::fail}};
  run(k_tests);
  for (const char* name : {"Serial.one", "Serial.two", "Serial.three"}) EXPECT_EQ(outcomes()[name], Outcome::not_run) << name;
}

TEST_F(SerialTests, EndWhenTheRunIsInterrupted) {
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"Serial.one", Does::hang}};
  launcher_.signals = {{1.0, SIGINT}};
  run(k_tests);
  EXPECT_EQ(outcomes()["Serial.one"], Outcome::interrupted);
  EXPECT_EQ(outcomes()["Serial.two"], Outcome::not_run);
  EXPECT_EQ(outcomes()["A.one"], Outcome::passed);
}

}  // namespace
}  // namespace trireme::execute
