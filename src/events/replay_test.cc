#include "events/replay.h"

#include <gmock/gmock.h>

#include <optional>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/temp_dir.h"
#include "events/report_log.h"
#include "events/tally.h"

namespace trireme::events {
namespace {

using model::ExitCode;
using model::Outcome;
using testing::HasSubstr;

class Replays : public testing::Test {
 protected:
  // A run of two tests, the second of which fails; all of it, or the first `count` events.
  std::string log_of(std::size_t count = 6) {
    const std::vector<model::Event> events = {model::RunStarted{.selected = 2},
                                              model::TestStarted{"bin::A.one", "gw0"},
                                              model::TestFinished{.test = {.id = "bin::A.one"}, .outcome = Outcome::passed},
                                              model::TestStarted{"bin::A.two", "gw0"},
                                              model::TestFinished{.test = {.id = "bin::A.two"}, .outcome = Outcome::failed},
                                              model::RunFinished{}};
    auto log = ReportLog::open(path_);
    for (std::size_t i = 0; i < count; ++i) (*log)->on({static_cast<double>(i), events[i]});
    (*log)->on({9, model::Tick{}});
    EXPECT_TRUE((*log)->finish());
    return *base::read_file(path_);
  }

  base::Result<void> replayed() { return replay(path_, *tally_); }

  base::TempDir directory_ = *base::make_temp_dir("replay_test");
  std::string path_ = directory_.path() + "/log";
  std::optional<Tally> tally_{std::in_place};
};

TEST_F(Replays, TellTheRunAgain) {
  log_of();
  ASSERT_TRUE(replayed());
  EXPECT_EQ(tally_->count(Outcome::passed), 1U);
  EXPECT_EQ(tally_->exit_code(), ExitCode::failed);
}

TEST_F(Replays, EndARunThatHasNoEnd) {
  log_of(4);
  ASSERT_TRUE(replayed());
  EXPECT_EQ(tally_->count(Outcome::interrupted), 1U);
  EXPECT_EQ(tally_->exit_code(), ExitCode::interrupted);
}

TEST_F(Replays, AcceptALogTornAnywhereInALaterLine) {
  const std::string whole = log_of();
  for (std::size_t size = whole.find('\n') + 1; size < whole.size(); ++size) {
    std::ofstream(path_) << whole.substr(0, size);
    tally_.emplace();
    ASSERT_TRUE(replayed()) << size;
    EXPECT_NE(tally_->exit_code(), ExitCode::internal) << size;
    EXPECT_NE(tally_->exit_code(), ExitCode::ok) << size;
  }
}

TEST_F(Replays, NameABrokenLine) {
  std::string text = log_of();
  text.insert(text.find('\n') + 1, "nonsense\n");
  std::ofstream(path_) << text;
  EXPECT_THAT(replayed().error().text, HasSubstr("log:2: no event"));
}

TEST_F(Replays, RefuseWhatIsNoLog) {
  EXPECT_THAT(replayed().error().text, HasSubstr("cannot read the log"));
  std::ofstream(path_) << "";
  EXPECT_THAT(replayed().error().text, HasSubstr("is empty"));
  std::ofstream(path_) << "hello";
  EXPECT_FALSE(replayed());
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_THAT(replayed().error().text, testing::AllOf(HasSubstr("cannot read the log"), HasSubstr("Is a directory")));
}

}  // namespace
}  // namespace trireme::events
