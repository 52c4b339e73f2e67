#include "events/tally.h"

#include <gmock/gmock.h>

#include <optional>

namespace trireme::events {
namespace {

using model::ExitCode;
using model::Outcome;
using testing::IsEmpty;
using testing::SizeIs;

class Tallied : public testing::Test {
 protected:
  void tell(model::Event event) { tally_->on({0, std::move(event)}); }
  void finish(const std::string& id, Outcome outcome) { tell(model::TestFinished{.test = {.id = id}, .outcome = outcome}); }

  // A run with these outcomes.
  ExitCode after(const std::vector<Outcome>& outcomes, model::RunFinished end = {}) {
    tell(model::RunStarted{.selected = outcomes.size()});
    for (std::size_t i = 0; i < outcomes.size(); ++i) finish(std::to_string(i), outcomes[i]);
    tell(std::move(end));
    return tally_->exit_code();
  }

  std::optional<Tally> tally_{std::in_place};
};

TEST_F(Tallied, IsGreenWhenAllPassedOrWereSkipped) {
  EXPECT_EQ(after({Outcome::passed, Outcome::skipped, Outcome::flaky}), ExitCode::ok);
}

TEST_F(Tallied, TakesNoMemoryForWhatALogOnlyPromises) {
  tell(model::RunStarted{.selected = SIZE_MAX});
  tell(model::RunFinished{});
  EXPECT_THAT(tally_->losses(), SizeIs(1));
  EXPECT_EQ(tally_->exit_code(), ExitCode::internal);
}

TEST_F(Tallied, FailsForAFlakyTestWhereTheRunSaysSo) {
  tell(model::RunStarted{.selected = 1, .fail_on_flaky = true});
  finish("a", Outcome::flaky);
  tell(model::RunFinished{});
  EXPECT_EQ(tally_->exit_code(), ExitCode::failed);
}

TEST_F(Tallied, CountsWhatPassesAloneAmongTheFailures) {
  tell(model::RunStarted{.selected = 1});
  tell(model::TestFinished{.test = {.id = "b"}, .outcome = Outcome::failed, .ran_before = {"a"}});
  tell(model::RunFinished{});
  EXPECT_EQ(tally_->passing_alone(), 1U);
  EXPECT_EQ(tally_->exit_code(), ExitCode::failed);
}

TEST_F(Tallied, FailsForEveryKindOfFailure) {
  for (const Outcome bad : {Outcome::failed, Outcome::crashed, Outcome::timed_out, Outcome::error, Outcome::not_run}) {
    tally_.emplace();
    EXPECT_EQ(after({Outcome::passed, bad}), ExitCode::failed) << outcome_name(bad);
  }
}

TEST_F(Tallied, FailsForAProcessThatNoTestExplains) {
  tell(model::ProcessFailed{.id = "bin"});
  EXPECT_EQ(after({Outcome::passed}), ExitCode::failed);
  EXPECT_EQ(tally_->errors(), 1U);
}

TEST_F(Tallied, CollectedNothing) { EXPECT_EQ(after({}), ExitCode::nothing_collected); }

TEST_F(Tallied, PutsInterruptionAboveFailure) {
  EXPECT_EQ(after({Outcome::failed}, {.stopped = "interrupted by SIGINT", .interrupted = true}), ExitCode::interrupted);
}

TEST_F(Tallied, FailsAfterACollectionErrorTheRunWentOnFrom) {
  tell(model::CollectionFailed{"bin", "broken"});
  EXPECT_EQ(after({Outcome::passed}), ExitCode::failed);
}

TEST_F(Tallied, FailsWhenTooLittleIsCovered) {
  tell(model::RunStarted{.selected = 1});
  finish("a", Outcome::passed);
  tell(model::CoverageReported{.failure = "Coverage failure", .unwritten = {"cannot write x"}});
  tell(model::RunFinished{});
  EXPECT_EQ(tally_->exit_code(), ExitCode::failed);
  EXPECT_THAT(tally_->unwritten(), SizeIs(1));
}

TEST_F(Tallied, NoticesALostTest) {
  tell(model::RunStarted{.selected = 2});
  finish("a", Outcome::passed);
  tell(model::RunFinished{});
  EXPECT_THAT(tally_->losses(), SizeIs(1));
  EXPECT_EQ(tally_->exit_code(), ExitCode::internal);
}

TEST_F(Tallied, NoticesASecondOutcome) {
  tell(model::RunStarted{.selected = 1});
  finish("a", Outcome::passed);
  finish("a", Outcome::failed);
  tell(model::RunFinished{});
  EXPECT_EQ(tally_->exit_code(), ExitCode::internal);
}

TEST_F(Tallied, NoticesARunWithoutEnd) {
  tell(model::RunStarted{});
  EXPECT_EQ(tally_->exit_code(), ExitCode::internal);
}

TEST_F(Tallied, ForgivesWhatALogDoesNotTell) {
  tell(model::RunStarted{.selected = 5});
  tell(model::RunFinished{.interrupted = true, .untold = 5});
  EXPECT_THAT(tally_->losses(), IsEmpty());
  EXPECT_EQ(tally_->exit_code(), ExitCode::interrupted);
}

}  // namespace
}  // namespace trireme::events
