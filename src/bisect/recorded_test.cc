#include "bisect/recorded.h"

#include <gmock/gmock.h>

#include "base/temp_dir.h"
#include "events/report_log.h"

namespace trireme::bisect {
namespace {

using model::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

model::TestFinished ran(const std::string& name, Outcome outcome, int process, int place, const std::string& worker = "") {
  model::TestFinished test{.test = {"bin::A." + name + worker, "bin", "A", name}, .outcome = outcome};
  test.process = process;
  test.place = place;
  return test;
}

class Logs : public testing::Test {
 protected:
  base::Result<Recorded> read(const std::vector<model::Event>& events, const std::string& id) {
    auto log = events::ReportLog::open(path_);
    (*log)->on({0, model::RunStarted{}});
    for (const model::Event& each : events) (*log)->on({0, each});
    EXPECT_TRUE((*log)->finish());
    return read_log(path_, id);
  }

  base::TempDir directory_ = *base::make_temp_dir("recorded_test");
  std::string path_ = directory_.path() + "/log";
};

TEST_F(Logs, TellWhatRanBeforeInTheSameProcess) {
  const auto recorded =
      read({ran("two", Outcome::passed, 1, 2), ran("one", Outcome::failed, 1, 1), ran("other", Outcome::passed, 2, 1),
            ran("victim", Outcome::crashed, 1, 3), ran("later", Outcome::passed, 1, 4)},
           "bin::A.victim");
  ASSERT_TRUE(recorded) << recorded.error().text;
  EXPECT_THAT(recorded->before, ElementsAre("bin::A.one", "bin::A.two"));
}

TEST_F(Logs, TellOfTheAttemptInCompany) {
  const auto recorded =
      read({model::TestRerun{ran("one", Outcome::failed, 1, 1), 1, 2}, ran("one", Outcome::flaky, 2, 1),
            model::TestRerun{ran("victim", Outcome::failed, 1, 2), 1, 2}, ran("victim", Outcome::failed, 3, 1)},
           "bin::A.victim");
  ASSERT_TRUE(recorded);
  EXPECT_THAT(recorded->before, ElementsAre("bin::A.one"));
}

TEST_F(Logs, CountAllWhereTheTestDidNotStart) {
  const auto recorded = read({ran("one", Outcome::passed, 1, 1), ran("victim", Outcome::error, 1, 0)}, "bin::A.victim");
  ASSERT_TRUE(recorded);
  EXPECT_THAT(recorded->before, ElementsAre("bin::A.one"));
}

TEST_F(Logs, KnowWorkersApart) {
  const std::vector<model::Event> events = {
      ran("one", Outcome::passed, 1, 1, "@gw0"), ran("victim", Outcome::passed, 1, 2, "@gw0"),
      ran("one", Outcome::passed, 2, 1, "@gw1"), ran("victim", Outcome::failed, 2, 2, "@gw1")};
  for (const char* id : {"bin::A.victim", "bin::A.victim@gw1"}) {
    const auto recorded = read(events, id);
    ASSERT_TRUE(recorded);
    EXPECT_EQ(recorded->id, "bin::A.victim");
    EXPECT_THAT(recorded->before, ElementsAre("bin::A.one"));
  }
  EXPECT_FALSE(read(events, "bin::A.victim@gw0"));
}

TEST_F(Logs, SayWhatTheyDoNotHave) {
  EXPECT_THAT(read({}, "bin::A.victim").error().text, HasSubstr("has no test bin::A.victim"));
  EXPECT_THAT(read({ran("victim", Outcome::passed, 1, 1)}, "bin::A.victim").error().text, HasSubstr("did not fail"));
  EXPECT_THAT(read({ran("victim", Outcome::failed, 1, 1)}, "bin::A.victim")->before, IsEmpty());
  EXPECT_THAT(read_log("/nowhere", "x").error().text, HasSubstr("/nowhere"));
}

}  // namespace
}  // namespace trireme::bisect
