#include "report/summary.h"

#include <gtest/gtest.h>

namespace trireme::report {
namespace {

using model::Outcome;

constexpr Style k_narrow{false, 30};

model::TestFinished finished(const std::string& id, Outcome outcome, const std::string& reason) {
  model::TestFinished test;
  test.test.id = id;
  test.outcome = outcome;
  test.reason = reason;
  return test;
}

std::string summary_with(const std::string& letters) {
  ShortSummary summary(letters);
  summary.add(model::ProcessFailed{.id = "b", .text = "leaked\nmuch"});
  summary.add(finished("b::A.a", Outcome::passed, ""));
  summary.add(finished("b::A.c", Outcome::crashed, "killed by SIGSEGV"));
  summary.add(finished("b::A.s", Outcome::skipped, "no network"));
  summary.add(finished("b::A.f", Outcome::flaky, "passed at last"));
  return summary.text(k_narrow);
}

constexpr const char* k_title = "== short test summary info ===\n";

TEST(ShortSummary, failures_then_errors) {
  EXPECT_EQ(summary_with("fE"), std::string(k_title) + "CRASHED b::A.c - killed by SIGSEGV\nERROR b - leaked\n");
}

TEST(ShortSummary, follows_the_letters) {
  EXPECT_EQ(summary_with("s"), std::string(k_title) + "SKIPPED b::A.s - no network\n");
  EXPECT_EQ(summary_with("fpN"), "");
  EXPECT_EQ(summary_with("A"), std::string(k_title) +
                                   "PASSED b::A.a\nSKIPPED b::A.s - no network\nFLAKY b::A.f - passed at last\n"
                                   "CRASHED b::A.c - killed by SIGSEGV\nERROR b - leaked\n");
}

TEST(ShortSummary, a_huge_message_is_cut) {
  ShortSummary summary("f");
  summary.add(finished("b::A.a", Outcome::failed, std::string(1'000'000, 'x')));
  EXPECT_LT(summary.text(k_narrow).size(), 1000);
}

std::string last_line_of(const std::vector<Outcome>& outcomes, const Ending& ending = {}) {
  events::Tally tally;
  for (std::size_t i = 0; i < outcomes.size(); ++i) tally.on({0, finished("t" + std::to_string(i), outcomes[i], "")});
  return last_line(tally, {.deselected = ending.deselected, .seconds = 3.454, .ruled = false}, k_narrow);
}

TEST(LastLine, says_everything_in_order_of_pytest) {
  const std::vector<Outcome> all = {Outcome::failed, Outcome::crashed,     Outcome::timed_out, Outcome::passed, Outcome::passed,
                                    Outcome::error,  Outcome::interrupted, Outcome::not_run,   Outcome::skipped};
  EXPECT_EQ(last_line_of(all, {.deselected = 4}),
            "3 failed (1 crashed, 1 timed out), 2 passed, 1 skipped, 4 deselected, "
            "1 error, 1 interrupted, 1 not run in 3.45s\n");
}

TEST(LastLine, counts_what_passes_alone_among_the_failures) {
  events::Tally tally;
  auto polluted = finished("a", Outcome::failed, "passes alone");
  polluted.ran_before = {"b"};
  tally.on({0, polluted});
  EXPECT_EQ(last_line(tally, {.seconds = 3.454, .ruled = false}, k_narrow), "1 failed (1 passing alone) in 3.45s\n");
}

TEST(LastLine, is_not_green_with_a_flaky_test_and_red_where_that_fails) {
  const Style colored{true, 30};
  for (const auto& [fails, color] : {std::pair{false, "\x1b[33m"}, std::pair{true, "\x1b[31m"}}) {
    events::Tally tally;
    tally.on({0, model::RunStarted{.fail_on_flaky = fails}});
    tally.on({0, finished("a", Outcome::passed, "")});
    tally.on({0, finished("b", Outcome::flaky, "")});
    EXPECT_NE(last_line(tally, {}, colored).find(color), std::string::npos);
  }
}

TEST(LastLine, counts_leaky_beside_the_tests) {
  events::Tally tally;
  tally.on({0, finished("a", Outcome::passed, "")});
  tally.on({0, model::Leaky{"a", "gw0", "left"}});
  EXPECT_EQ(last_line(tally, {.seconds = 3.454, .ruled = false}, k_narrow), "1 passed, 1 leaky in 3.45s\n");
}

TEST(KeptText, is_a_line_for_each_database) {
  EXPECT_EQ(kept_text({}, k_narrow), "");
  EXPECT_EQ(kept_text({"psql a  # b\nfailed"}, k_narrow), "======= kept databases =======\npsql a  # b failed\n");
}

TEST(LastLine, says_when_nothing_ran) { EXPECT_EQ(last_line_of({}), "no tests ran in 3.45s\n"); }

TEST(LastLine, is_green_only_when_everything_ran) {
  const Style colored{true, 30};
  events::Tally tally;
  tally.on({0, finished("a", Outcome::passed, "")});
  EXPECT_NE(last_line(tally, {}, colored).find("\x1b[32m"), std::string::npos);
  tally.on({0, finished("b", Outcome::not_run, "")});
  EXPECT_NE(last_line(tally, {}, colored).find("\x1b[33m"), std::string::npos);
  tally.on({0, model::ProcessFailed{}});
  EXPECT_NE(last_line(tally, {}, colored).find("\x1b[31m"), std::string::npos);
}

TEST(LastLine, long_runs_have_a_clock_too) { EXPECT_EQ(took(3723), "in 3723.00s (1:02:03)"); }

}  // namespace
}  // namespace trireme::report
