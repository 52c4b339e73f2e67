#include "report/terminal.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>

#include "base/fd.h"

namespace trireme::report {
namespace {

using model::Outcome;
using testing::HasSubstr;
using testing::Not;

// A terminal on a pipe, 40 columns wide.
class OnPipe {
 public:
  explicit OnPipe(int verbosity = 0, bool live = false, std::optional<int> durations = {})
      : options_{.verbosity = verbosity, .durations = durations},
        terminal_(options_, tally_, {pipe_->write.get(), live, {false, 40}, [] { return 40; }}) {}

  void say(model::Event event, double at = 0) {
    const model::TimedEvent timed{at, std::move(event)};
    tally_.on(timed);
    terminal_.on(timed);
  }
  void start(std::size_t tests) {
    model::RunStarted run;
    run.version = "1";
    run.root = "/x";
    run.workers = 2;
    run.selected = tests;
    say(run);
  }
  // All that was written since the last question.
  std::string text() {
    std::array<char, 65536> bytes{};
    const ssize_t size = read(pipe_->read.get(), bytes.data(), bytes.size());
    return size < 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(size));
  }
  std::string end(const std::string& stopped = "") {
    say(model::RunFinished{stopped, false}, 2);
    return text();
  }
  Terminal& terminal() { return terminal_; }

 private:
  base::Result<base::Pipe> pipe_ = base::make_pipe();
  model::Options options_;
  events::Tally tally_;
  Terminal terminal_;
};

model::TestEnded ended(const std::string& id, Outcome outcome) {
  model::TestEnded test;
  test.test.id = id;
  test.worker = "gw0";
  test.outcome = outcome;
  if (model::is_bad(outcome)) test.failures = {{"a.cc", 7, "wrong"}};
  return test;
}

model::TestFinished finished(const std::string& id, Outcome outcome) {
  model::TestFinished test;
  test.test.id = id;
  test.worker = "gw0";
  test.outcome = outcome;
  if (model::is_bad(outcome)) test.failures = {{"a.cc", 7, "wrong"}};
  return test;
}

std::size_t count_of(const std::string& part, const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Terminal, a_piped_run_from_head_to_end) {
  OnPipe out;
  out.start(2);
  out.say(ended("b::A.a", Outcome::passed));
  out.say(ended("b::A.b", Outcome::failed));
  out.say(finished("b::A.a", Outcome::passed));
  out.say(finished("b::A.b", Outcome::failed));
  EXPECT_EQ(out.end("stopping after 1 failures"),
            "============== trireme 1 ===============\n"
            "rootdir: /x\n"
            "2 workers [2 items]\n"
            ".F                                [100%]\n"
            "________________ b::A.b ________________\n"
            "[gw0] linux\n"
            "a.cc:7: wrong\n"
            "======= short test summary info ========\n"
            "FAILED b::A.b - wrong\n"
            "!!!!!! stopping after 1 failures !!!!!!!\n"
            "===== 1 failed, 1 passed in 2.00s ======\n");
}

TEST(Terminal, a_failure_is_seen_before_its_batch_is_done) {
  OnPipe out;
  out.start(2);
  out.say(ended("b::A.b", Outcome::failed));
  EXPECT_THAT(out.text(), HasSubstr("a.cc:7: wrong\n"));
}

TEST(Terminal, verbose_lines_name_worker_share_and_outcome) {
  OnPipe out(1);
  out.start(2);
  out.say(ended("b::A.a", Outcome::passed));
  auto skipped = finished("b::A.s", Outcome::skipped);
  skipped.worker.clear();
  skipped.reason = "disabled";
  out.say(skipped);
  out.say(finished("b::A.a", Outcome::passed));
  EXPECT_THAT(out.end(), HasSubstr("[gw0] [ 50%] PASSED b::A.a\n[100%] SKIPPED b::A.s (disabled)\n====="));
}

TEST(Terminal, a_correction_is_said_and_counted) {
  OnPipe out(1);
  out.start(1);
  out.say(ended("b::A.a", Outcome::passed));
  out.say(finished("b::A.a", Outcome::failed));
  const std::string text = out.end();
  EXPECT_THAT(text, HasSubstr("FAILED b::A.a (was PASSED)\n"));
  EXPECT_EQ(count_of("a.cc:7: wrong", text), 1);
  EXPECT_THAT(text, HasSubstr("= 1 failed in 2.00s ="));
}

TEST(Terminal, a_failure_nobody_foretold_is_shown_once_with_its_kept_directory) {
  OnPipe out;
  out.start(1);
  auto crashed = finished("b::A.a", Outcome::crashed);
  crashed.reason = "killed by SIGSEGV";
  crashed.kept_directory = "/tmp/d";
  out.say(crashed);
  const std::string text = out.end();
  EXPECT_EQ(count_of("a.cc:7: wrong", text), 1);
  EXPECT_THAT(text, HasSubstr("kept: /tmp/d\n"));
  EXPECT_THAT(text, HasSubstr("CRASHED b::A.a - killed by SIGSEGV\n"));
}

TEST(Terminal, the_kept_directory_of_a_shown_failure_follows) {
  OnPipe out;
  out.start(1);
  out.say(ended("b::A.a", Outcome::failed));
  auto failed = finished("b::A.a", Outcome::failed);
  failed.kept_directory = "/tmp/d";
  out.say(failed);
  EXPECT_THAT(out.end(), HasSubstr("\nb::A.a kept: /tmp/d\n"));
}

TEST(Terminal, each_attempt_of_a_flaky_test_is_shown_and_one_letter) {
  OnPipe out;
  out.start(2);
  out.say(model::TestRerun{finished("b::A.a", Outcome::failed), 1, 3});
  out.say(model::TestRerun{finished("b::A.a", Outcome::crashed), 2, 3});
  auto flaky = finished("b::A.a", Outcome::flaky);
  flaky.reason = "passed at attempt 3 of 3";
  out.say(flaky);
  out.say(finished("b::A.b", Outcome::passed));
  const std::string text = out.end();
  EXPECT_THAT(text, HasSubstr("____ b::A.a, attempt 1 of 3 ________\n[gw0] linux\na.cc:7: wrong\n"));
  EXPECT_THAT(text, HasSubstr("CRASHED b::A.a, attempt 2 of 3"));
  EXPECT_THAT(text, HasSubstr("\nR.                                [100%]\n"));
  EXPECT_THAT(text, HasSubstr("FLAKY b::A.a - passed at attempt 3 of 3\n"));
  EXPECT_THAT(text, HasSubstr("= 1 passed, 1 flaky in 2.00s ="));
}

TEST(Terminal, ends_of_processes_and_collection_errors_are_failures_too) {
  OnPipe out;
  out.start(0);
  out.say(model::CollectionFailed{"c", "crashed"});
  out.say(model::ProcessFailed{.id = "b", .worker = "gw0", .text = "leaked"});
  const std::string text = out.end();
  EXPECT_THAT(text, HasSubstr("_ ERROR collecting c _"));
  EXPECT_THAT(text, HasSubstr("_ ERROR b _"));
  EXPECT_THAT(text, HasSubstr("ERROR c - crashed\nERROR b - leaked\n"));
  EXPECT_THAT(text, HasSubstr("= 2 errors in 2.00s ="));
}

TEST(Terminal, lines_between_progress_stand_alone) {
  OnPipe out;
  out.start(3);
  out.text();
  out.say(ended("b::A.a", Outcome::passed));
  out.say(model::OutputLine{"b::A.b", "gw1", "hello\x1b[0m"});
  out.say(model::TestSlow{"b::A.b", "gw1", 60.2});
  out.say(model::Notice{"left a process"});
  out.say(model::Tick{}, 1);
  EXPECT_EQ(out.text(),
            ".                                 [ 33%]\n"
            "[gw1] b::A.b: hello\\x1b[0m\n[gw1] SLOW b::A.b has been running for 60s\n"
            "note: left a process\n");
}

TEST(Terminal, details_are_for_those_who_ask_for_more) {
  for (const int verbosity : {0, 1}) {
    OnPipe out(verbosity);
    out.start(1);
    out.say(model::Notice{"not forked", true});
    EXPECT_EQ(out.end().find("note: not forked\n") != std::string::npos, verbosity == 1);
  }
}

TEST(Terminal, a_live_line_stays_below_what_is_printed) {
  OnPipe out(0, true);
  out.start(2);
  out.say(model::TestStarted{"b::A.a", "gw0"});
  out.say(model::Tick{}, 0.5);
  EXPECT_THAT(out.text(), HasSubstr("[  0%] 0/2, 0:00 | gw0 A.a 0s"));
  out.say(model::TestStarted{"b::A.b", "gw1"});
  out.say(model::Tick{}, 0.55);
  EXPECT_EQ(out.text(), "") << "redrawn too often";
  out.say(ended("b::A.a", Outcome::failed), 0.6);
  const std::string text = out.text();
  EXPECT_EQ(text.substr(0, 4), "\r\x1b[K");
  EXPECT_THAT(text, HasSubstr("a.cc:7: wrong\n[ 50%] 1/2, 1 failed, 0:00 | gw1 A.b 1"));
  EXPECT_EQ(out.end().back(), '\n');
}

TEST(Terminal, piped_text_has_no_control_codes) {
  OnPipe out(2, false, 0);
  out.start(1);
  out.say(ended("b::A.\x1b[31m", Outcome::failed));
  out.say(finished("b::A.\x1b[31m", Outcome::failed));
  for (const char c : out.end()) EXPECT_TRUE(c == '\n' || c >= ' ') << static_cast<int>(c);
}

TEST(Terminal, quiet_and_silent) {
  OnPipe quiet(-1);
  quiet.start(1);
  quiet.say(finished("b::A.a", Outcome::passed));
  EXPECT_EQ(quiet.end(), ".                                 [100%]\n1 passed in 2.00s\n");
  OnPipe silent(-2);
  silent.start(1);
  silent.say(finished("b::A.a", Outcome::failed));
  EXPECT_EQ(silent.end(), "1 failed in 2.00s\n");
}

TEST(Terminal, a_run_without_an_end_says_so) {
  OnPipe out;
  out.start(1);
  out.terminal().finish();
  EXPECT_THAT(out.text(), HasSubstr("the run has no end"));
}

}  // namespace
}  // namespace trireme::report
