#include "events/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace trireme::events {

namespace {

constexpr std::size_t k_most_expected = 1UL << 20;  // tests; a log may say what it likes

}  // namespace

using model::ExitCode;
using model::Outcome;

void Tally::on(const model::TimedEvent& event) {
  if (const auto* started = std::get_if<model::RunStarted>(&event.what)) {
    selected_ = started->selected;
    finished_.reserve(std::min(selected_, k_most_expected));
    fail_on_flaky_ = started->fail_on_flaky;
    none_needed_ = started->none_needed;
  } else if (const auto* finished = std::get_if<model::TestFinished>(&event.what)) {
    ++counts_[static_cast<std::size_t>(finished->outcome)];
    ++finished_[finished->test.id];
    if (model::is_failure(finished->outcome) && !finished->ran_before.empty()) ++passing_alone_;
  } else if (std::holds_alternative<model::ProcessFailed>(event.what)) {
    ++process_failures_;
  } else if (std::holds_alternative<model::Leaky>(event.what)) {
    ++leaky_;
  } else if (std::holds_alternative<model::CollectionFailed>(event.what)) {
    ++collection_failures_;
  } else if (const auto* coverage = std::get_if<model::CoverageReported>(&event.what)) {
    coverage_failed_ = !coverage->failure.empty();
    unwritten_ = coverage->unwritten;
  } else if (const auto* end = std::get_if<model::RunFinished>(&event.what)) {
    ended_ = true;
    end_ = *end;
  }
}

std::size_t Tally::errors() const { return count(Outcome::error) + process_failures_ + collection_failures_; }

std::vector<std::string> Tally::losses() const {
  std::vector<std::string> losses;
  if (finished_.size() + end_.untold != selected_) {
    losses.push_back(fmt::format("{} tests were selected and {} have an outcome", selected_, finished_.size()));
  }
  for (const auto& [id, outcomes] : finished_) {
    if (outcomes != 1) losses.push_back(fmt::format("{} has {} outcomes", id, outcomes));
  }
  if (!ended_) losses.emplace_back("the run did not come to its end");
  return losses;
}

bool Tally::any_bad() const {
  const std::size_t flaky = fail_on_flaky_ ? count(Outcome::flaky) : 0;
  return count(Outcome::failed) + count(Outcome::crashed) + count(Outcome::timed_out) + errors() + flaky > 0;
}

ExitCode Tally::exit_code() const {
  if (!losses().empty()) return ExitCode::internal;
  if (end_.interrupted || count(Outcome::interrupted) > 0) return ExitCode::interrupted;
  if (any_bad() || coverage_failed_ || count(Outcome::not_run) > 0) return ExitCode::failed;
  return selected_ == 0 && !none_needed_ ? ExitCode::nothing_collected : ExitCode::ok;
}

}  // namespace trireme::events
