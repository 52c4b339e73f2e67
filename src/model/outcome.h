// The one final word on a test.
#pragma once

#include <array>
#include <string_view>

namespace trireme::model {

enum class Outcome { passed, failed, crashed, timed_out, error, skipped, flaky, interrupted, not_run };

inline constexpr std::array<std::string_view, 9> k_outcome_names = {"passed",  "failed", "crashed",     "timed out", "error",
                                                                    "skipped", "flaky",  "interrupted", "not run"};

constexpr std::string_view outcome_name(Outcome outcome) { return k_outcome_names[static_cast<std::size_t>(outcome)]; }

// Crashed and timed out count as failed.
constexpr bool is_failure(Outcome outcome) {
  return outcome == Outcome::failed || outcome == Outcome::crashed || outcome == Outcome::timed_out;
}

constexpr bool is_bad(Outcome outcome) { return is_failure(outcome) || outcome == Outcome::error; }

}  // namespace trireme::model
