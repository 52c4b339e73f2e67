#include "execute/attendant.h"

#include <gmock/gmock.h>

#include "execute/run_fixture.h"

namespace trireme::execute {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class FakeAttendant : public Attendant {
 public:
  std::vector<std::string> environment(const std::string& worker) const override {
    return {fmt::format("FOLLOWED={} of {}", ended.size(), worker)};
  }
  std::shared_ptr<const base::Fd> counts_of_next(const std::string& worker) override {
    workers.push_back(worker);
    return file;
  }
  void on_end(const std::string& /*worker*/, const std::vector<std::string>& tests) override { ran.push_back(tests); }
  void on_early_end(const std::string& /*worker*/, const std::vector<std::string>& ids) override {
    ended.insert(ended.end(), ids.begin(), ids.end());
  }
  void on_killed(const std::set<std::string>& /*programs*/) override {}
  void catch_up() override { processes_when_read.push_back(workers.size()); }
  std::vector<std::string> ended;
  std::vector<std::string> workers;
  std::shared_ptr<const base::Fd> file = std::make_shared<const base::Fd>();
  std::vector<std::vector<std::string>> ran;
  std::vector<std::size_t> processes_when_read;
};

class RunAttended : public FakeRun {
 protected:
  RunAttended() {
    attendant_ = &fake_;
    options_.workers = 1;
  }
  FakeAttendant fake_;
};

TEST_F(RunAttended, HearsOfNoProcessThatCameToItsEnd) {
  launcher_.behaviour = {{"A.two", Does::fail}};
  run({"A.one", "A.two"});
  EXPECT_THAT(fake_.ended, IsEmpty());
}

TEST_F(RunAttended, GivesEachProcessAFileAndHearsOfItsEnd) {
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::crash}};
  run({"A.one", "A.two"});
  EXPECT_THAT(fake_.workers, ElementsAre("gw0", "gw0"));
  EXPECT_THAT(launcher_.counts, ElementsAre(fake_.file, fake_.file));
  EXPECT_THAT(fake_.ran, ElementsAre(ElementsAre("bin::A.one"), ElementsAre("bin::A.two")));
}

TEST_F(RunAttended, ReadsOnlyWhenTheNextProcessHasStarted) {
  options_.isolation = model::Isolation::test;
  run({"A.one", "A.two"});
  EXPECT_EQ(fake_.processes_when_read.front(), 1);
  EXPECT_THAT(fake_.processes_when_read, Contains(2));
}

TEST_F(RunAttended, HearsOfACrashBeforeTheNextProcess) {
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::crash}};
  run({"A.one", "A.two"});
  EXPECT_THAT(fake_.ended, ElementsAre("bin::A.one"));
  EXPECT_THAT(launcher_.environments, ElementsAre(Contains("FOLLOWED=0 of gw0"), Contains("FOLLOWED=1 of gw0")));
}

TEST_F(RunAttended, HearsOfACrashThatNoTestExplains) {
  launcher_.crashes_at_end = true;
  run({"A.one"});
  EXPECT_THAT(fake_.ended, ElementsAre("bin"));
}

TEST_F(RunAttended, HearsOfEachAttempt) {
  options_.confirm_failures = true;
  options_.isolation = model::Isolation::suite;
  launcher_.behaviour = {{"A.two", Does::crash}};
  run({"A.one", "A.two"});
  EXPECT_THAT(fake_.ended, ElementsAre("bin::A.two", "bin::A.two"));
}

TEST_F(RunAttended, HearsOfWhatStopsWithTheRun) {
  options_.workers = 2;
  options_.maxfail = 1;
  options_.isolation = model::Isolation::test;
  launcher_.behaviour = {{"A.one", Does::hang}, {"A.two", Does::fail}};
  run({"A.one", "A.two", "A.three"});
  EXPECT_THAT(fake_.ended, ElementsAre("bin::A.one"));
}

}  // namespace
}  // namespace trireme::execute
