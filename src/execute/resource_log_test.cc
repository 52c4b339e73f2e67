#include "execute/resource_log.h"

#include <gmock/gmock.h>

#include <set>

#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using testing::ElementsAre;
using testing::Pair;

class Talking : public Resource {
 public:
  std::string description() const override { return "it"; }
  HandOut hand_out(const std::string& /*worker*/, const model::Launch& /*launch*/) override {
    return std::vector<std::string>{};
  }
  void take_back(const std::string& /*worker*/) override {}
  std::string lost() override { return ""; }
  std::vector<pid_t> own_processes() const override { return {}; }
  void begin(const std::string& worker) override {
    ++begun_[worker];
    launched_then.push_back(launched->size());
  }
  std::string said(const std::string& worker, double /*since*/) override {
    return worker + " said " + std::to_string(begun_[worker]);
  }
  void keep(const std::string& worker, const std::vector<std::string>& failed) override {
    for (const std::string& each : failed) kept.push_back(worker + " " + each);
  }
  std::vector<std::string> finish() override { return {"a line"}; }
  base::Result<void> renew() override { return {}; }

  const std::vector<std::string>* launched = nullptr;
  std::vector<std::size_t> launched_then;  // at each begin()
  std::vector<std::string> kept;

 private:
  std::map<std::string, int> begun_;
};

class RunThatIsLogged : public FakeRun {
 protected:
  RunThatIsLogged() {
    resource_ = &talking_;
    talking_.launched = &launcher_.filters;
    options_.workers = 1;
    options_.isolation = model::Isolation::program;
    launcher_.behaviour = {{"A.fails", Does::fail}, {"A.crashes", Does::crash}};
  }
  std::map<std::string, std::string> logs() const {
    std::map<std::string, std::string> result;
    for (const auto& each : recorder_.all<model::TestFinished>()) result[each.test.id.substr(5)] = each.server_log;
    return result;
  }

  Talking talking_;
};

TEST_F(RunThatIsLogged, ShowsWithAFailureWhatWasSaidDuringIt) {
  run({"A.passes", "A.fails", "A.crashes"});
  EXPECT_THAT(logs(), ElementsAre(Pair("A.crashes", "gw0 said 3"), Pair("A.fails", "gw0 said 2"), Pair("A.passes", "")));
  for (const auto& each : recorder_.all<model::TestEnded>()) {
    EXPECT_EQ(each.server_log, each.outcome == model::Outcome::failed ? "gw0 said 2" : "");
  }
}

TEST_F(RunThatIsLogged, CountsWhatIsSaidBeforeTheFirstTestIsHeardOfAsDuringIt) {
  run({"A.fails", "A.passes"});
  EXPECT_THAT(talking_.launched_then, ElementsAre(0, 1));
}

// Says nothing twice.
class TalkingOnce : public Talking {
 public:
  std::string said(const std::string& worker, double since) override {
    return said_.insert(worker).second ? Talking::said(worker, since) : "";
  }

 private:
  std::set<std::string> said_;
};

TEST(ResourceLog, KeepsWhatATestWasToldWhenAnotherWorkersProcessEnds) {
  TalkingOnce talking;
  const std::vector<std::string> launched;
  talking.launched = &launched;
  ResourceLog log(&talking, [] { return 0.0; });
  std::vector<BatchResult> results;
  for (const char* worker : {"gw0", "gw1"}) {
    log.begin(worker);
    model::Event ended = model::TestEnded{.test = {.id = worker}, .worker = worker, .outcome = model::Outcome::failed};
    log.hear(ended);
    results.emplace_back();
    model::TestFinished finished{{.id = worker}};
    finished.worker = worker;
    finished.place = 1;
    finished.outcome = model::Outcome::failed;
    results.back().finished.push_back(finished);
  }
  for (BatchResult& each : results) {
    const std::string worker = each.finished.at(0).worker;
    log.settle(each, worker);
    EXPECT_EQ(each.finished.at(0).server_log, worker + " said 1");
  }
}

TEST_F(RunThatIsLogged, TellsWhatFailedAndWhatIsKept) {
  run({"A.passes", "A.fails"});
  EXPECT_THAT(talking_.kept, ElementsAre("gw0 bin::A.fails"));
  EXPECT_THAT(recorder_.all<model::RunFinished>().at(0).kept, ElementsAre("a line"));
}

}  // namespace
}  // namespace trireme::execute
