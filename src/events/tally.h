// Counts outcomes, and answers with what exit code the run ends.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/sink.h"
#include "model/exit_code.h"

namespace trireme::events {

class Tally final : public Sink {
 public:
  void on(const model::TimedEvent& event) override;

  [[nodiscard]] std::size_t count(model::Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }
  // Of those that failed: whose company is to blame.
  [[nodiscard]] std::size_t passing_alone() const { return passing_alone_; }
  // Times that processes were left behind, where that is no error.
  [[nodiscard]] std::size_t leaky() const { return leaky_; }
  // Tests in error, ends of processes that no test explains, and collection errors, as pytest adds them up.
  [[nodiscard]] std::size_t errors() const;
  // "selected 10 tests, 9 have an outcome", "two outcomes for a::b.c", … : bugs of ours. Empty: every test has exactly one.
  [[nodiscard]] std::vector<std::string> losses() const;
  // Reports of coverage that could not be written.
  [[nodiscard]] const std::vector<std::string>& unwritten() const { return unwritten_; }
  // A test, process or program that makes it 1; what was not run and what is not covered may still do so.
  [[nodiscard]] bool any_bad() const;
  // After RunFinished (without one: internal).
  [[nodiscard]] model::ExitCode exit_code() const;

 private:
  std::array<std::size_t, model::k_outcome_names.size()> counts_{};
  std::unordered_map<std::string, int> finished_;  // node id → outcomes it had
  std::size_t selected_ = 0;
  std::size_t passing_alone_ = 0;
  std::size_t process_failures_ = 0;
  std::size_t leaky_ = 0;
  std::size_t collection_failures_ = 0;
  bool fail_on_flaky_ = false;
  bool none_needed_ = false;
  bool coverage_failed_ = false;
  std::vector<std::string> unwritten_;
  bool ended_ = false;
  model::RunFinished end_;
};

}  // namespace trireme::events
