#include "execute/resource.h"

#include <gmock/gmock.h>

#include "execute/opening.h"
#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using model::Outcome;
using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

// It is there until some time.
class FakeResource : public Resource {
 public:
  explicit FakeResource(const FakeLauncher& launcher) : launcher_(launcher) {}
  std::string description() const override { return "a resource"; }
  HandOut hand_out(const std::string& worker, const model::Launch& /*launch*/) override {
    if (launcher_.now() < there_at) return std::nullopt;
    if (!refusal.empty()) return base::fail("{}", refusal);
    return std::vector<std::string>{fmt::format("RESOURCE={} of {}", ++taken[worker], worker)};
  }
  void take_back(const std::string& worker) override { ++given_back[worker]; }
  std::string lost() override { return launcher_.now() >= lost_at ? "it is gone\nfor ever" : ""; }
  std::vector<pid_t> own_processes() const override { return {}; }
  base::Result<void> renew() override { return {}; }

  double lost_at = 1e9;
  double there_at = 0;
  std::string refusal;
  std::map<std::string, int> taken;
  std::map<std::string, int> given_back;

 private:
  const FakeLauncher& launcher_;
};

class RunWithResource : public FakeRun {
 protected:
  RunWithResource() { resource_ = &fake_; }
  FakeResource fake_{launcher_};
};

TEST_F(RunWithResource, GivesItsVariablesToTheProcessesOfAWorker) {
  run({"A.one", "B.two"});
  EXPECT_THAT(launcher_.environments,
              testing::UnorderedElementsAre(Contains("RESOURCE=1 of gw0"), Contains("RESOURCE=1 of gw1")));
}

TEST_F(RunWithResource, TakesItBackAfterEachProcess) {
  options_.workers = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.crashes", Does::crash}};
  run({"A.one", "A.crashes", "B.two"});
  EXPECT_THAT(launcher_.environments,
              ElementsAre(Contains("RESOURCE=1 of gw0"), Contains("RESOURCE=2 of gw0"), Contains("RESOURCE=3 of gw0")));
  EXPECT_EQ(fake_.given_back["gw0"], 3);
}

TEST_F(RunWithResource, WaitsForIt) {
  fake_.there_at = 1;
  run({"A.one", "B.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed), Pair("B.two", Outcome::passed)));
  EXPECT_GE(launcher_.now(), 1);
}

TEST_F(RunWithResource, CountsWhatWaitsForItWhenTheRunStops) {
  fake_.there_at = 9;
  options_.session_timeout = 1;
  run({"A.one", "B.two", "C.three"});
  EXPECT_THAT(outcomes(),
              ElementsAre(Pair("A.one", Outcome::not_run), Pair("B.two", Outcome::not_run), Pair("C.three", Outcome::not_run)));
  EXPECT_TRUE(launcher_.environments.empty());
}

TEST_F(RunWithResource, TellsWithEachTestWhyThereIsNone) {
  fake_.refusal = "there is none for you";
  run({"A.one", "B.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::error), Pair("B.two", Outcome::error)));
  for (const auto& each : recorder_.all<model::TestFinished>()) EXPECT_EQ(each.reason, "there is none for you");
}

TEST_F(RunWithResource, NamesItInTheHeader) {
  const RunSettings settings{options_,          collection_,        1,  "run", directory_.path(),
                             directory_.path(), [] { return 0.0; }, {}, &fake_};
  EXPECT_THAT(opening_of(settings).header, ElementsAre("a resource"));
}

TEST_F(RunWithResource, LetsNoTestPassWithoutIt) {
  fake_.lost_at = 1;
  options_.workers = 1;
  options_.isolation = model::Isolation::suite;
  launcher_.behaviour = {{"A.hangs", Does::hang}};
  run({"A.before", "A.hangs", "A.after", "B.waits"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.after", Outcome::error), Pair("A.before", Outcome::passed),
                                      Pair("A.hangs", Outcome::error), Pair("B.waits", Outcome::error)));
  for (const auto& each : recorder_.all<model::TestFinished>()) {
    EXPECT_EQ(each.reason, each.outcome == Outcome::error ? "it is gone\nfor ever" : "");
  }
  EXPECT_EQ(recorder_.all<model::RunFinished>().at(0).stopped, "stopping: it is gone");
  EXPECT_FALSE(recorder_.all<model::RunFinished>().at(0).interrupted);
}

// It fails because of the loss, and may be quicker than the news of that.
TEST_F(RunWithResource, BelievesNoTestThatEndsAfterTheLoss) {
  options_.workers = 1;
  launcher_.behaviour = {{"A.two", Does::fail}};
  fake_.lost_at = 3.5 * launcher_.step;
  run({"A.one", "A.two"});
  EXPECT_THAT(outcomes(), ElementsAre(Pair("A.one", Outcome::passed), Pair("A.two", Outcome::error)));
}

}  // namespace
}  // namespace trireme::execute
